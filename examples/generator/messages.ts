// The lines that the made-up payment service writes: failures with their stack traces, daily business, decoys.
import type { Random } from './random.ts';
import type { ErrorKind } from './truth.ts';

export interface Line {
  readonly level: 'ERROR' | 'WARN' | 'INFO';
  readonly logger: string;
  readonly text: string;
}

const POOL_TRACE = `java.sql.SQLException: Connection pool exhausted
	at com.payment.db.ConnectionManager.getConnection(ConnectionManager.java:45)
	at com.payment.db.PaymentRepository.inTransaction(PaymentRepository.java:112)
	at com.payment.db.LedgerWriter.lambda$write$0(LedgerWriter.java:38)
	at java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
	at java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)
	at java.base/java.lang.Thread.run(Thread.java:840)`;

const NULL_POINTER_TRACE = `java.lang.NullPointerException: Cannot invoke "PaymentRequest.getAmount()" because "request" is null
	at com.payment.validator.PaymentValidator.validate(PaymentValidator.java:23)
	at com.payment.validator.ValidationHandler.handleRequest(ValidationHandler.java:41)
	at com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader$PojoHandlerAsStreamHandler.handleRequest(EventHandlerLoader.java:199)
	at com.amazonaws.services.lambda.runtime.api.client.AWSLambda.startRuntime(AWSLambda.java:261)
	at com.amazonaws.services.lambda.runtime.api.client.AWSLambda.main(AWSLambda.java:166)`;

const GATEWAY_TRACE = `java.net.SocketTimeoutException: Read timed out
	at java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:283)
	at java.base/java.net.Socket$SocketInputStream.read(Socket.java:966)
	at java.base/sun.security.ssl.SSLSocketInputRecord.read(SSLSocketInputRecord.java:484)
	at org.apache.http.impl.io.SessionInputBufferImpl.fillBuffer(SessionInputBufferImpl.java:153)
	at org.apache.http.impl.client.CloseableHttpClient.execute(CloseableHttpClient.java:108)
	at com.payment.gateway.StripeClient.processPayment(StripeClient.java:67)
	at com.payment.processor.PaymentProcessor.charge(PaymentProcessor.java:131)
	at com.payment.processor.PaymentHandler.handleRequest(PaymentHandler.java:58)`;

export const FAILURES: Readonly<Record<ErrorKind, Line>> = {
  pool: {
    level: 'ERROR',
    logger: 'ConnectionManager',
    text: `could not obtain a database connection within 30 seconds\n${POOL_TRACE}`,
  },
  'null-pointer': {
    level: 'ERROR',
    logger: 'ValidationHandler',
    text: `NullPointerException in payment validation\n${NULL_POINTER_TRACE}`,
  },
  gateway: {
    level: 'ERROR',
    logger: 'StripeClient',
    text: `Payment gateway timeout after 30 seconds\n${GATEWAY_TRACE}`,
  },
};

/** An error of the staging function: not the application's. */
export const STAGING_FAILURE: Line = {
  level: 'ERROR',
  logger: 'PaymentHandler',
  text: `Unsupported currency in test order
java.lang.IllegalArgumentException: No enum constant com.payment.model.Currency.XTS
	at java.base/java.lang.Enum.valueOf(Enum.java:273)
	at com.payment.model.Currency.parse(Currency.java:19)
	at com.payment.processor.PaymentHandler.handleRequest(PaymentHandler.java:47)`,
};

const info = (logger: string, text: string): Line => ({ level: 'INFO', logger, text });

/** Channels of requests that go well; the failing validations come from another one. */
const CHANNELS = ['web', 'ios', 'android', 'partner-api'] as const;

export function received(random: Random, kind: ErrorKind | null, validator: boolean): Line {
  const channel = kind === 'null-pointer' ? 'legacy-pos' : random.pick(CHANNELS);
  const payment = `payment=pay_${random.hex(12)} channel=${channel}`;
  return validator
    ? info('ValidationHandler', `validating ${payment}`)
    : info(
        'PaymentHandler',
        `processing ${payment} currency=${random.pick(['EUR', 'USD', 'GBP'])}`,
      );
}

/** What a request that went well wrote last. */
export function finished(random: Random, validator: boolean): Line {
  return validator
    ? info('PaymentValidator', `accepted: 14 rules passed, 0 errors, ${random.whole(0, 2)} hints`)
    : info('PaymentProcessor', `charged, authorization=${random.hex(10)}, retries=0`);
}

/** What a request wrote just before it failed, where it wrote anything. */
export function warning(kind: ErrorKind, random: Random): Line | null {
  const level = 'WARN';
  if (kind === 'null-pointer') {
    const text = 'request body is empty, passing on an empty payment request';
    return { level, logger: 'RequestParser', text };
  }
  if (kind === 'gateway' && random.whole(1, 2) === 1) {
    const text = `slow answer from the gateway, waited ${random.whole(9_000, 14_000)} ms so far`;
    return { level, logger: 'StripeClient', text };
  }
  return null;
}

/** Lines that mention failure and are none. */
const DECOYS = [
  info('HealthCheck', 'health check passed: 0 errors in the last 60 s'),
  info('FailoverConfig', 'failover disabled, error budget untouched'),
  info('RetryPolicy', 'retry policy: timeout=30s maxAttempts=3 backoff=exponential'),
  info('ExceptionMapper', 'exception mapping reloaded: 14 handlers, no failed entries'),
  info('Metrics', 'errorRate=0.00% timeoutRate=0.00% since last report'),
  info('CircuitBreaker', 'stripe circuit closed, failure threshold 50 not reached'),
] as const;

export function decoy(random: Random): Line {
  return random.pick(DECOYS);
}

const ANSWERS = [
  ['POST /payments', 201],
  ['POST /payments', 201],
  ['POST /payments', 201],
  ['GET /payments', 200],
  ['GET /payments', 200],
  ['GET /payments', 304],
  ['GET /payments', 404],
  ['POST /payments', 402],
  ['POST /payments', 422],
  ['GET /health', 200],
] as const;

/** An access record; no answer is a 5xx: failed payments are queued and answered with 202. */
export function access(random: Random): Line {
  const [request, status] = random.pick(ANSWERS);
  const path = request === 'GET /payments' ? `${request}/pay_${random.hex(12)}` : request;
  return info('AccessLog', `"${path} HTTP/1.1" ${status} ${random.whole(4, 340)}ms`);
}

/** The pool as its monitor reports it. */
export function poolState(active: number, waiting: number): Line {
  const usage = Math.round((active * 100) / POOL_SIZE);
  const text = `db pool usage=${usage}% active=${active} max=${POOL_SIZE} waiting=${waiting}`;
  return info('ConnectionManager', text);
}

export const POOL_SIZE = 20;
