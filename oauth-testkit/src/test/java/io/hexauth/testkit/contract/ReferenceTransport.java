// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.ports.spi.TransportResult.Unknown;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509TrustManager;

/** Transport with plain sockets that keeps the contract, with at most one flaw. */
final class ReferenceTransport implements OAuthTransport {

  /** Flaw of a transport, and the test that detects it. */
  enum Flaw {
    NONE(""),
    RETRIES_ON_CUT("aCloseWithoutAnAnswerShouldBeUnknown"),
    RETRIES_ON_503("sendShouldNotTryAgainWhenTheServerFails"),
    FOLLOWS_REDIRECTS("sendShouldNotFollowARedirect"),
    ANSWERS_CHALLENGES("sendShouldNotAnswerAChallenge"),
    REUSES_CONNECTIONS("sendShouldUseAFreshConnectionEachTime"),
    DECODES_THE_QUERY("sendShouldLeaveTheUriAsItIs"),
    EXPANDS_BRACES("sendShouldPostTheFormAsItIs"),
    NO_LIMIT("aBodyOfOneByteMoreShouldBeTooLarge"),
    LIMIT_BEFORE_DECOMPRESSION("aGzipBombShouldBeTooLarge"),
    MANY_GZIP_MEMBERS("manyGzipMembersShouldNotBeAnAnswer"),
    CUTS_AT_THE_LIMIT("anEndlessBodyShouldBeTooLarge"),
    TRUNCATED_IS_COMPLETE("aTruncatedBodyShouldBeUnknown"),
    NO_DECOMPRESSION("compressedBodiesShouldComeDecompressed"),
    HEADERS_AS_SENT("headersShouldBeInLowerCaseAndComplete"),
    CUT_IS_NOT_SENT("aResetShouldBeUnknown"),
    THROWS("aPortThatRefusesShouldBeNotSent"),
    DEADLINE_IS_NOT_SENT("aServerThatDoesNotAnswerShouldBeUnknownAtTheDeadline"),
    DEADLINE_PER_READ("aBodyThatDripsShouldBeUnknownAtTheDeadline"),
    HANDSHAKE_IS_UNKNOWN("aServerThatDoesNotSpeakTlsShouldBeNotSent"),
    SWALLOWS_INTERRUPTS("anInterruptShouldEndTheCallAndBeKept"),
    SHOWS_THE_FORM("aCloseWithoutAnAnswerShouldBeUnknown"),
    ONLY_SUCCESS_IS_AN_ANSWER("everyStatusShouldBeAnAnswer"),
    WANTS_A_BODY("anAnswerThatCannotHaveABodyShouldHaveAnEmptyOne"),
    WANTS_A_LENGTH("aBodyThatEndsWithTheConnectionShouldBeComplete"),
    BODIES_AS_TEXT("bodiesShouldComeAsTheyAre"),
    ERRORS_WITHOUT_BODY("bodiesOfErrorsShouldComeToo"),
    INTERIM_IS_AN_ANSWER("interimAnswersShouldBeSkipped"),
    LIMIT_IS_TOO_LARGE("aBodyOfExactlyTheLimitShouldCome"),
    HANDSHAKE_DEADLINE_IS_UNKNOWN("aTlsHandshakeThatDoesNotEndShouldBeNotSentAtTheDeadline"),
    FORGETS_AN_EARLIER_INTERRUPT("anInterruptBeforeTheCallShouldEndItAndBeKept"),
    CUT_CHUNKS_ARE_COMPLETE("anAnswerThatIsCutAnywhereShouldBeUnknown"),
    THROWS_ON_GARBAGE("whatIsNotHttpShouldBeUnknown"),
    BROKEN_COMPRESSION_IS_A_BODY("brokenCompressionShouldBeUnknown"),
    LOOKUP_IS_UNKNOWN("aNameThatCannotExistShouldBeNotSent"),
    AUTHORIZES_UNASKED("sendShouldSendNoAuthorizationWhenThereIsNone"),
    KEEPS_THE_ANSWER("sendShouldLeaveNothingForTheNextCall"),
    ONE_ANSWER_FOR_ALL_THREADS("sendShouldNotMixUpCallsOfManyThreads"),
    ACCEPTS_NULL("sendShouldRefuseNull"),
    GETS_WITH_A_BODY("sendShouldGetWithoutABody"),
    FORGETS_HEADERS("sendShouldSendTheHeadersOfTheRequest"),
    SENDS_LATE("sendShouldSendNothingWhenTheRequestMayNotLeave"),
    ASKS_BEFORE_IT_CONNECTS("sendShouldAskWhetherTheRequestMayLeaveWhenTheConnectionStands"),
    REACHES_EVERY_ADDRESS("aRequestForPublicAddressesShouldNotReachThisMachine"),
    REACHES_BY_NAME("aRequestForPublicAddressesShouldNotReachThisMachine"),
    SHOWS_AN_EARLIER_IDENTITY("aConnectionShouldShowTheIdentityOfItsRequestAndNoOther"),
    SHOWS_NO_IDENTITY("aConnectionShouldShowTheIdentityOfItsRequestAndNoOther"),
    ASKS_THE_IDENTITY_ONCE("anIdentityShouldBeAskedForEachConnection"),
    QUOTES_THE_IDENTITY("anIdentityThatFailsShouldBeNotSentAndNotShown");

    private final String caughtBy;

    Flaw(String caughtBy) {
      this.caughtBy = caughtBy;
    }

    String caughtBy() {
      return caughtBy;
    }
  }

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "reference-transport");
            thread.setDaemon(true);
            return thread;
          });
  private final Flaw flaw;
  private final AtomicReference<TransportResult> last = new AtomicReference<>();
  private final ReferenceExchange.Kept kept = new ReferenceExchange.Kept();
  private final ReferenceTls tls;

  ReferenceTransport(Flaw flaw, Optional<X509TrustManager> trust) {
    this.flaw = flaw;
    this.tls = new ReferenceTls(flaw, trust);
  }

  @Override
  public TransportResult send(TransportRequest request) {
    if (flaw == Flaw.ACCEPTS_NULL && request == null) {
      return new NotSent(Failure.LOOKUP, "nothing to send");
    }
    if (flaw == Flaw.FORGETS_AN_EARLIER_INTERRUPT && Thread.interrupted()) {
      return new NotSent(Failure.INTERRUPTED, "interrupted");
    }
    TransportResult result = remembered(once(request));
    boolean cut = result instanceof Unknown u && u.failure() == Failure.CUT;
    boolean status = result instanceof Response r && again(r.status());
    return (cut && flaw == Flaw.RETRIES_ON_CUT) || status ? once(request) : shown(request, result);
  }

  private TransportResult remembered(TransportResult result) {
    if (flaw == Flaw.KEEPS_THE_ANSWER) {
      last.compareAndSet(null, result);
      return last.get();
    }
    if (flaw == Flaw.ONE_ANSWER_FOR_ALL_THREADS) {
      last.set(result);
      Turns.giveWay();
      return last.get();
    }
    return result;
  }

  private boolean again(int status) {
    return (flaw == Flaw.RETRIES_ON_503 && status == 503)
        || (flaw == Flaw.ANSWERS_CHALLENGES && status == 401)
        || (flaw == Flaw.FOLLOWS_REDIRECTS && status == 307);
  }

  private TransportResult shown(TransportRequest request, TransportResult result) {
    return flaw == Flaw.SHOWS_THE_FORM && result instanceof Unknown u
        ? new Unknown(u.failure(), "sent " + ReferenceExchange.body(request))
        : result;
  }

  private TransportResult once(TransportRequest request) {
    var exchange = new ReferenceExchange(request, flaw, kept, tls);
    Future<TransportResult> running = threads.submit(exchange);
    long patience = flaw == Flaw.DEADLINE_PER_READ ? 60_000 : request.deadline().toMillis();
    try {
      return running.get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return ended(exchange, Failure.DEADLINE);
    } catch (InterruptedException e) {
      if (flaw != Flaw.SWALLOWS_INTERRUPTS) {
        Thread.currentThread().interrupt();
      }
      return ended(exchange, Failure.INTERRUPTED);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private TransportResult ended(ReferenceExchange exchange, Failure failure) {
    boolean sent = exchange.abort();
    boolean handshake = flaw == Flaw.HANDSHAKE_DEADLINE_IS_UNKNOWN;
    return (sent || handshake) && flaw != Flaw.DEADLINE_IS_NOT_SENT
        ? new Unknown(failure, "it took too long")
        : new NotSent(failure, "it took too long");
  }
}
