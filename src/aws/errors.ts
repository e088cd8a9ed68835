import type { Gap, GapReason } from '../core/fact.ts';
import { operationId, type Absence, type AnyOperation } from '../core/operation.ts';
import { EndpointError } from './endpoint.ts';
import { LockedOperation } from './locks.ts';

/** An answer that is not the service's: empty, a web page, or without what every answer has. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/** Connections failed several times in a row: no further one is tried. */
export class RegionUnreachable extends Error {
  override readonly name = 'RegionUnreachable';
}

/** One attempt, or the whole call, took too long. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
}

/** Someone stopped the scan before the call had an answer. */
export class ScanStopped extends Error {
  override readonly name = 'ScanStopped';
}

/** A list that is no list: more pages than any account has, or page tokens that come again. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList';
}

/** The credentials ran out and no fresh ones could be had. */
export class CredentialsLost extends Error {
  override readonly name = 'CredentialsLost';
}

export interface Place {
  readonly account: string;
  /** Region of the call, `global` for services without one. */
  readonly region: string;
}

/**
 * What an error means for the next attempt.
 * - `unreachable`: no connection came about; `transport`: one broke.
 * - `expired`: needs fresh credentials; `skewed`: the SDK has set its clock right since.
 */
export type ErrorKind =
  | 'throttled'
  | 'expired'
  | 'skewed'
  | 'unreachable'
  | 'transport'
  | 'server'
  | 'malformed'
  | 'timeout'
  | 'final';

/** How a connection did not come about: refused at once, or no sound at all. */
export type Reach = 'refused' | 'silent';

const throttles =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|LimitExceededException$|ProvisionedThroughputExceeded|BandwidthLimitExceeded|PriorRequestNotComplete|EC2ThrottledException)/;
const denials = /AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized|Forbidden|UnauthorizedException/;
/** What a Region that is not opted in answers (controls.md 1.3). */
const regionsOff = /^(UnrecognizedClientException|InvalidClientTokenId|AuthFailure|OptInRequired)$/;
const expired = /^(ExpiredToken|TokenRefreshRequired)/;
const skews =
  /^(AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch)$/;
const serverFaults = /^(InternalError|InternalFailure|InternalServer|ServiceUnavailable|RequestTimeout(Exception)?$)/;
const refusals = /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/;
const silences = /did not establish a connection|^connect ETIMEDOUT/;
/** Out of file handles counts as well: connections of others end, and free theirs. */
const breaks = /^(EMFILE|ENFILE|EAI_AGAIN|ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE|EPROTO|HPE_\w+)$/;
const breakTexts = /^(socket hang up|aborted|premature close)$/i;

/** What the SDK calls an error that names itself nowhere. */
const nameless = /^(Error|Unknown(Error)?)$/;

/** Sorts an error for the retry loop. */
export function kindOf(error: unknown): ErrorKind {
  const { name, code, status, message } = errorFacts(error);
  if (error instanceof MalformedAnswer) return 'malformed';
  if (throttles.test(name) || status === 429) return 'throttled';
  if (expired.test(name)) return 'expired';
  if (skews.test(name) && isSkewCorrected(error)) return 'skewed';
  // With a clock that is right, EC2 means the credentials.
  if (name === 'RequestExpired') return 'expired';
  if (reachOf(error) !== null) return 'unreachable';
  // Before the time-outs: the SDK's handler calls a broken connection a TimeoutError.
  if (breaks.test(code) || breakTexts.test(message)) return 'transport';
  if (name === 'CallTimeout' || name === 'TimeoutError') return 'timeout';
  if (serverFaults.test(name) || (status !== undefined && status >= 500)) return 'server';
  // Whatever follows an answer of status 2xx: the SDK could not read it.
  if (name === 'SyntaxError' || (status !== undefined && status >= 200 && status < 300)) return 'malformed';
  // Every error of AWS has a name: this one was cut off on its way.
  if (status === 400 && nameless.test(name)) return 'malformed';
  return 'final';
}

/** How a connection did not come about; `null` when there was one. */
export function reachOf(error: unknown): Reach | null {
  const { code, message } = errorFacts(error);
  if (refusals.test(code)) return 'refused';
  // By the message: what the SDK's handler throws for late headers has the code ETIMEDOUT too.
  return silences.test(message) ? 'silent' : null;
}

/** Whether the other side said anything at all. */
export function isAnswer(error: unknown): boolean {
  return errorFacts(error).status !== undefined || error instanceof MalformedAnswer;
}

/** Whether AWS said by this error that there is none. */
export function isAbsence(error: unknown, absent: readonly Absence[]): boolean {
  const { name, message } = errorFacts(error);
  return absent.some((one) => (typeof one === 'string' ? one === name : one.name === name && one.message.test(message)));
}

/**
 * The one place where an error becomes a gap.
 * @throws LockedOperation as it is: a defect of mlwarden is no gap
 */
export function toGap(error: unknown, operation: Pick<AnyOperation, 'service' | 'name' | 'action'>, place: Place): Gap {
  if (error instanceof LockedOperation) throw error;
  const reason = reasonOf(error);
  return {
    reason,
    operation: operationId(operation),
    action: operation.action,
    account: place.account,
    region: place.region,
    error: nameOf(error),
    detail: detailOf(error, reason, operationId(operation)),
  };
}

/** Whether AWS answered that the caller may not: asked again, it would say the same. */
export function isDenial(error: unknown): boolean {
  return reasonOf(error).startsWith('denied');
}

function reasonOf(error: unknown): GapReason {
  const { name, status, message } = errorFacts(error);
  const kind = kindOf(error);
  switch (kind) {
    case 'throttled':
    case 'timeout':
    case 'malformed':
      return kind;
    case 'expired':
    case 'unreachable':
    case 'transport':
    case 'server':
      return 'unavailable';
    case 'skewed':
    case 'final':
      break;
  }
  if (error instanceof EndlessList) return 'truncated';
  if (error instanceof ScanStopped) return 'not-collected';
  if (error instanceof RegionUnreachable || error instanceof CredentialsLost || error instanceof EndpointError)
    return 'unavailable';
  if (regionsOff.test(name)) return 'unavailable';
  // A clock or signature that is wrong is answered with 403 too.
  if (skews.test(name)) return 'failed';
  if (denials.test(name) || status === 403) return denialOf(message);
  return 'failed';
}

/** Which policy denied, as far as AWS tells: "... with an explicit deny in a service control policy". */
function denialOf(message: string): GapReason {
  if (/(service|resource) control policy/i.test(message)) return 'denied-scp';
  if (/resource-based policy|key policy/i.test(message)) return 'denied-resource-policy';
  return 'denied';
}

/** What a person reads: codes and the operation. A message of AWS names strangers' resources, and may hold anything. */
function detailOf(error: unknown, reason: GapReason, operation: string): string {
  if (error instanceof ScanStopped) return error.message;
  const { status, code } = errorFacts(error);
  const codes = [nameOf(error), code, status === undefined || status < 300 ? '' : `HTTP ${status}`];
  const known = [...new Set(codes)].filter((part) => part !== '' && part !== 'Error').join(', ');
  const outcome = reason === 'failed' ? 'failed' : `gave no answer (${reason})`;
  return oneLine(`${operation} ${outcome}${known === '' ? '' : `: ${known}`}${isOurs(error) ? `: ${error.message}` : ''}`);
}

/** What AWS calls the error; the network's errors have a code and no name. */
function nameOf(error: unknown): string {
  const { name, code } = errorFacts(error);
  return name === 'Error' && code !== '' ? code : name;
}

function isOurs(error: unknown): error is Error {
  const ours = [MalformedAnswer, RegionUnreachable, CallTimeout, EndlessList, CredentialsLost, EndpointError];
  return ours.some((kind) => error instanceof kind);
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200);
}

export interface ErrorFacts {
  readonly name: string;
  /** Error code of Node, if any. */
  readonly code: string;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  readonly message: string;
}

/** What is known of an error, whoever threw it. */
export function errorFacts(error: unknown): ErrorFacts {
  // Anything can be thrown: each member is checked before it is used.
  const { name, code, message, $metadata: metadata }: Record<string, unknown> = Object(error);
  const status: unknown = Object(metadata).httpStatusCode;
  return {
    name: typeof name === 'string' ? name.replaceAll(/[^\w.-]/g, '').slice(0, 80) : 'Error',
    code: typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : '',
    status: typeof status === 'number' ? status : undefined,
    message: typeof message === 'string' ? message : '',
  };
}

function isSkewCorrected(error: unknown): boolean {
  return Object(Object(error).$metadata).clockSkewCorrected === true;
}
