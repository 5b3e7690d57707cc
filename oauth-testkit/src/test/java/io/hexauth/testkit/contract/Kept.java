// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Content that a store with a defect keeps of a record. */
record Kept(Defect defect) {

  private static final int MIB = 1024 * 1024;

  /** Fields with numbers, which a store might convert. */
  private static final Set<String> NUMBERS = Set.of(StoredGrant.GENERATION, "epoch");

  StoredGrant of(Optional<StoredGrant> before, StoredGrant next) {
    Map<String, String> fields = fields(before, next);
    Optional<byte[]> document = document(before, next);
    Revision revision =
        is(Defect.REVISION_STAYS)
            ? before.map(StoredGrant::revision).orElse(next.revision())
            : next.revision();
    if (is(Defect.FIELDS_BESIDE_REVISION_AND_DOCUMENT)) {
      fields.remove("rev");
      fields.remove("doc");
    }
    return StoredGrant.of(revision, fields, document);
  }

  private Map<String, String> fields(Optional<StoredGrant> before, StoredGrant next) {
    Map<String, String> kept = new TreeMap<>();
    if (is(Defect.FIELDS_ARE_MERGED)) {
      before.ifPresent(old -> kept.putAll(old.fields()));
    }
    boolean stay = is(Defect.FIELDS_STAY_WITH_THE_HINT) && next.sameDocument();
    Map<String, String> given = stay ? before.orElse(next).fields() : next.fields();
    int size = 0;
    for (var field : given.entrySet()) {
      String value = value(field.getKey(), field.getValue());
      size += value.length();
      boolean cut = is(Defect.FIELDS_CUT_AT_4_KIB) && size > 4096;
      boolean unknown =
          is(Defect.UNKNOWN_FIELDS_ARE_DROPPED) && field.getKey().contains("known_here");
      if (!(value.isEmpty() || cut || unknown)) {
        kept.put(name(field.getKey()), value);
      }
    }
    return kept;
  }

  private String name(String name) {
    return is(Defect.NAMES_CUT_AT_31) ? name.substring(0, Math.min(31, name.length())) : name;
  }

  private String value(String name, String value) {
    return switch (defect) {
      case NUMBERS_AS_DOUBLES ->
          NUMBERS.contains(name) ? Long.toString((long) Double.parseDouble(value) - 1) : value;
      case INSTANTS_IN_MILLISECONDS ->
          name.equals(StoredGrant.NOT_BEFORE)
              ? Long.toString(Long.parseLong(value) / 1000 * 1000)
              : value;
      case VALUES_ARE_TRIMMED -> value.strip();
      case VALUES_ARE_NORMALIZED -> Normalizer.normalize(value, Normalizer.Form.NFC);
      case VALUES_WITHOUT_LEADING_ZEROS -> value.replaceFirst("^0+(?=[0-9])", "");
      case VALUE_NULL_IS_ABSENT -> value.equals("null") ? "" : value;
      case VALUES_IN_LATIN_1 -> new String(value.getBytes(ISO_8859_1), ISO_8859_1);
      case VALUES_WITHOUT_SUPPLEMENTARY -> value.replaceAll("[\\x{10000}-\\x{10ffff}]", "?");
      case VALUES_WITH_ESCAPES -> value.replace("\\\\", "\\").replace("\\n", "\n");
      case VALUES_WITHOUT_CONTROLS -> value.replaceAll("[\\x01-\\x08\\x7f]", "");
      case VALUES_IN_ONE_LINE -> value.replace("\r\n", "\n");
      case VALUES_CUT_AT_254 -> value.substring(0, Math.min(254, value.length()));
      default -> value;
    };
  }

  private Optional<byte[]> document(Optional<StoredGrant> before, StoredGrant next) {
    Optional<byte[]> old = before.flatMap(StoredGrant::document);
    Optional<byte[]> given = next.document();
    return switch (defect) {
      case DOCUMENT_AS_TEXT -> given.map(bytes -> new String(bytes, UTF_8).getBytes(UTF_8));
      case DOCUMENT_IS_TRIMMED ->
          given.map(bytes -> new String(bytes, ISO_8859_1).strip().getBytes(ISO_8859_1));
      case DOCUMENT_WITHOUT_ZEROS_AT_THE_END -> given.map(Kept::withoutZeros);
      case DOCUMENT_CUT_AT_1_MIB ->
          given.map(bytes -> Arrays.copyOf(bytes, Math.min(bytes.length, MIB)));
      case DOCUMENT_EMPTY_IS_NONE -> given.filter(bytes -> bytes.length > 0);
      case DOCUMENT_NONE_IS_EMPTY -> Optional.of(given.orElse(new byte[0]));
      case DOCUMENT_STAYS_WITHOUT_NEXT -> given.or(() -> old);
      case DOCUMENT_LOST_WITH_THE_HINT -> given.filter(bytes -> !next.sameDocument());
      case DOCUMENT_STAYS_WITHOUT_THE_HINT -> given.isPresent() ? old.or(() -> given) : given;
      case DOCUMENT_KEEPS_ITS_TAIL -> given.map(bytes -> over(old.orElse(bytes), bytes));
      default -> given;
    };
  }

  private static byte[] withoutZeros(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** {@return the old bytes, with the start replaced by the new bytes} */
  private static byte[] over(byte[] old, byte[] bytes) {
    byte[] both = Arrays.copyOf(old, Math.max(old.length, bytes.length));
    System.arraycopy(bytes, 0, both, 0, bytes.length);
    return both;
  }

  private boolean is(Defect other) {
    return defect == other;
  }
}
