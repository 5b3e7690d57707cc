// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.internal.grant.AnswerKind;

/**
 * Proof that the answer to one request gives about the server and about the client, for requests
 * that come after it.
 *
 * <p>A visitor chooses the code of a code exchange, and with it much of the answer: a made-up code
 * can lead to an error page of a firewall, to a broken connection, or to a refusal of the client.
 * Such an answer proves nothing. Only what no code can cause counts.
 *
 * @param server about the endpoint that was asked
 * @param client about the client that asked
 */
public record Evidence(Server server, Client client) {

  /** Proof about an endpoint. */
  public enum Server {
    /** It works. */
    ANSWERS,
    /** It does not, or is not reached. */
    FAILS,
    /** Nothing is proved. */
    UNKNOWN
  }

  /** Proof about a client. */
  public enum Client {
    /** The server takes it. */
    ACCEPTED,
    /** The server does not take it, or not for this grant type. */
    REFUSED,
    /** Nothing is proved. */
    UNKNOWN
  }

  /** {@return what this answer to this request proves} */
  public static Evidence of(RequestKind request, AnswerKind answer) {
    return new Evidence(server(request, answer), client(request, answer));
  }

  private static Server server(RequestKind request, AnswerKind answer) {
    boolean chosenByVisitor = request == RequestKind.CODE_EXCHANGE;
    return switch (answer) {
      case NOT_TRIED -> Server.UNKNOWN;
      case NOT_SENT, BUSY -> Server.FAILS;
      case NO_ANSWER -> chosenByVisitor ? Server.UNKNOWN : Server.FAILS;
      case REFUSED, CLIENT_REFUSED, GRANT_TYPE_REFUSED ->
          chosenByVisitor ? Server.UNKNOWN : Server.ANSWERS;
      case DONE -> Server.ANSWERS;
    };
  }

  private static Client client(RequestKind request, AnswerKind answer) {
    if (request != RequestKind.OWN_GRANT) {
      return Client.UNKNOWN;
    }
    return switch (answer) {
      case CLIENT_REFUSED, GRANT_TYPE_REFUSED -> Client.REFUSED;
      case DONE -> Client.ACCEPTED;
      case NOT_TRIED, NOT_SENT, NO_ANSWER, BUSY, REFUSED -> Client.UNKNOWN;
    };
  }
}
