// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;

/**
 * Thrown when this node cannot read the stored record of a grant or of a pending authorization: it
 * does not have the cipher key, it does not know the format, or the record is damaged. Hexauth
 * keeps the record. It does not refresh the grant. If only the document cannot be opened, a
 * revocation still ends the grant, and a new consent replaces the record. For a pending
 * authorization, no request was sent, and a node that can read it can finish the same callback.
 * What to do: give this node the key, upgrade this node, or delete the damaged record.
 */
public final class UnreadableRecordException extends OAuthException {

  private static final long serialVersionUID = 1L;

  private final int format;
  private final String problem;
  private final String keyId;

  /**
   * Creates the exception for a record of {@code registration}.
   *
   * @param format the format number of the record
   * @param keyId the id of the cipher key; empty if unknown
   * @param problem a description by Hexauth
   */
  public UnreadableRecordException(
      ClientRegistrationId registration, int format, String keyId, String problem) {
    super(
        registration,
        "a stored record (format "
            + format
            + ", key '"
            + PlainText.of(keyId, 100)
            + "') cannot be read: "
            + problem
            + "; check the cipher keys and the version of this node",
        null);
    this.format = format;
    this.problem = problem;
    this.keyId = keyId;
  }

  private UnreadableRecordException(UnreadableRecordException original) {
    super(original);
    this.format = original.format;
    this.problem = original.problem;
    this.keyId = original.keyId;
  }

  @Override
  public UnreadableRecordException forCaller() {
    return new UnreadableRecordException(this);
  }

  /**
   * Returns a copy that names this registration. Hexauth needs it for an exception of code that
   * does not know the registration, such as a store.
   */
  public UnreadableRecordException toldFor(ClientRegistrationId registration) {
    var told = new UnreadableRecordException(registration, format, keyId, problem);
    told.setStackTrace(getStackTrace());
    return told;
  }

  /** {@return the format number of the record} */
  public int format() {
    return format;
  }

  /** {@return the id of the cipher key; empty if unknown} */
  public String keyId() {
    return keyId;
  }
}
