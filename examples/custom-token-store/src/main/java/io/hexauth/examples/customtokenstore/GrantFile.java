// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Content of a file. The checksum of GZIP detects a damaged file. */
final class GrantFile {

  private GrantFile() {}

  static byte[] encode(StoredGrant grant) {
    var file = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(file))) {
      out.writeUTF(grant.revision().value());
      out.writeInt(grant.fields().size());
      for (Map.Entry<String, String> field : grant.fields().entrySet()) {
        out.writeUTF(field.getKey());
        out.writeUTF(field.getValue());
      }
      out.writeBoolean(grant.document().isPresent());
      out.write(grant.document().orElse(new byte[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never happens: the bytes stay in memory
    }
    return file.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @throws UnreadableRecordException if the file is damaged
   */
  static StoredGrant decode(byte[] file) {
    try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(file)))) {
      var revision = new Revision(in.readUTF());
      Map<String, String> fields = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        fields.put(in.readUTF(), in.readUTF());
      }
      boolean hasDocument = in.readBoolean();
      byte[] document = in.readAllBytes();
      return StoredGrant.of(
          revision, fields, hasDocument ? Optional.of(document) : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableRecordException(Directory.UNKNOWN, 0, "", "the file is damaged");
    }
  }
}
