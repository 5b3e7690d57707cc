// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.internal.grant.AnswerKind;

/**
 * Conclusions from the answer to one request, about the server and about the client. They decide
 * how later requests are treated.
 *
 * <p>A visitor chooses the code of a code exchange, and can thereby influence the answer. A forged
 * code can lead to the error page of a firewall, to a broken connection, or to a refusal of the
 * client. So such an answer leads to a conclusion only if no forged code can cause it.
 *
 * @param server the conclusion about the endpoint
 * @param client the conclusion about the client
 */
public record Evidence(Server server, Client client) {

  /** Conclusion about an endpoint. */
  public enum Server {
    /** The endpoint works. */
    ANSWERS,
    /** The endpoint does not work, or cannot be reached. */
    FAILS,
    /** There is no conclusion. */
    UNKNOWN
  }

  /** Conclusion about a client. */
  public enum Client {
    /** The server accepts the client. */
    ACCEPTED,
    /** The server refuses the client, or refuses this grant type for the client. */
    REFUSED,
    /** There is no conclusion. */
    UNKNOWN
  }

  /** {@return the conclusions from this answer to this request} */
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
