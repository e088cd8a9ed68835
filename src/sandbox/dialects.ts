/** How each protocol and service words its errors. */
import { cborBytes } from './codec-cbor.ts';
import { escapeXml } from './codec-xml.ts';
import type { ErrorModel, ServiceModel } from './services.ts';
import type { Members, SandboxResponse } from './types.ts';

/** A wire format of requests and answers; S3 words its errors unlike other restXml services. */
export type Dialect = 'json' | 'rest-json' | 'query' | 'ec2' | 'rest-xml' | 's3' | 'cbor';

/** An error on its way out. */
export interface Refusal {
  /** AWS's code or the name of the SDK's error shape. */
  readonly code: string;
  readonly message: string;
  /** `undefined` for what the service's error shape declares, else 400. */
  readonly status?: number | undefined;
  readonly extra?: Members | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Wording {
  readonly code: string;
  readonly status: number;
}

/** An answer that is an error, in the dialect's own form. `model` is unknown for requests that name no service. */
export function errorAnswer(dialect: Dialect, refusal: Refusal, requestId: string, model?: ServiceModel): SandboxResponse {
  const known = model?.errors.get(refusal.code);
  const status = refusal.status ?? known?.status ?? 400;
  const { headers, body } = forms[dialect]({ ...refusal, status, known, requestId, extra: refusal.extra ?? {}, model });
  return { status, headers: { 'x-amzn-requestid': requestId, ...headers, ...refusal.headers }, body };
}

interface Draft {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly known: ErrorModel | undefined;
  readonly extra: Members;
  readonly requestId: string;
  readonly model: ServiceModel | undefined;
}

type Form = (draft: Draft) => { readonly headers: Record<string, string>; readonly body: Uint8Array };

const forms: Readonly<Record<Dialect, Form>> = {
  json: (draft) => jsonForm(draft, { __type: draft.known?.shape ?? draft.code }),
  'rest-json': (draft) => jsonForm(draft, {}),
  cbor: (draft) => ({
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...queryError(draft) },
    body: cborBytes({
      __type: `${draft.model?.namespace ?? 'com.amazonaws'}#${draft.known?.shape ?? draft.code}`,
      ...messageOf(draft),
      ...draft.extra,
    }),
  }),
  query: (draft) =>
    xmlForm(
      `<ErrorResponse${namespace(draft)}><Error><Type>${fault(draft)}</Type>${queryParts(draft)}</Error><RequestId>${draft.requestId}</RequestId></ErrorResponse>`,
    ),
  ec2: (draft) =>
    xmlForm(`<Response><Errors><Error>${queryParts(draft)}</Error></Errors><RequestID>${draft.requestId}</RequestID></Response>`),
  'rest-xml': (draft) =>
    xmlForm(
      `<ErrorResponse${namespace(draft)}><Error><Type>${fault(draft)}</Type>${parts(draft.code, draft)}</Error><RequestId>${draft.requestId}</RequestId></ErrorResponse>`,
    ),
  s3: (draft) => xmlForm(`<Error>${parts(draft.code, draft)}<RequestId>${draft.requestId}</RequestId></Error>`),
};

function jsonForm(draft: Draft, type: Members): ReturnType<Form> {
  const version = draft.model?.protocol === 'awsJson1_0' ? '1.0' : '1.1';
  const contentType = '__type' in type ? `application/x-amz-json-${version}` : 'application/json';
  return {
    headers: { 'content-type': contentType, 'x-amzn-errortype': draft.known?.shape ?? draft.code, ...queryError(draft) },
    body: Buffer.from(JSON.stringify({ ...type, ...messageOf(draft), ...draft.extra }), 'utf8'),
  };
}

/** Some services spell the member `Message`; the SDK reads either, and a schema that has it wants it so. */
function messageOf({ known, message }: Draft): Members {
  return known !== undefined && 'Message' in known.schema.getMemberSchemas() ? { Message: message } : { message };
}

/** Services that once spoke the query protocol tell its code in a header (CloudWatch). */
function queryError({ known, code, status, model }: Draft): Record<string, string> {
  if (model?.service !== 'cloudwatch') return {};
  return { 'x-amzn-query-error': `${known?.queryCode ?? code};${status < 500 ? 'Sender' : 'Receiver'}` };
}

function xmlForm(text: string): ReturnType<Form> {
  return {
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`, 'utf8'),
  };
}

function queryParts(draft: Draft): string {
  return parts(draft.known?.queryCode ?? draft.code, draft);
}

function parts(code: string, { message, extra }: Draft): string {
  const more = Object.entries(extra).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${more.join('')}`;
}

function namespace({ model }: Draft): string {
  return model === undefined || model.xmlNamespace === '' ? '' : ` xmlns="${model.xmlNamespace}"`;
}

function fault({ status }: Draft): string {
  return status < 500 ? 'Sender' : 'Receiver';
}

/** What each service answers when a bucket of calls is empty (the services' "Common errors" pages; S3 asks to slow down). */
const throttles: Readonly<Record<string, Refusal>> = {
  s3: { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 },
  s3control: { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 },
  ec2: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 },
  iam: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  sts: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  cloudfront: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  cloudwatch: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  apigateway: { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
  apigatewayv2: { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
  lambda: { code: 'TooManyRequestsException', message: 'Rate exceeded', status: 429 },
  account: { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
  guardduty: { code: 'TooManyRequestsException', message: 'Too many requests', status: 429 },
  servicequotas: { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 400 },
  scheduler: { code: 'ThrottlingException', message: 'Rate exceeded', status: 429 },
};

/** The throttle answer of a service. */
export function throttleOf(service: string): Refusal {
  return throttles[service] ?? { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
}

/** Code and status with which a dialect refuses permission. */
export function denialOf(dialect: Dialect): Wording {
  switch (dialect) {
    case 'json':
    case 'cbor':
      return { code: 'AccessDeniedException', status: 400 };
    case 'rest-json':
      return { code: 'AccessDeniedException', status: 403 };
    case 'ec2':
      return { code: 'UnauthorizedOperation', status: 403 };
    case 'query':
    case 'rest-xml':
    case 's3':
      return { code: 'AccessDenied', status: 403 };
  }
}

/** The answer to an action that a service does not have. */
export function unknownOperation(dialect: Dialect, operation: string, version: string): Refusal {
  switch (dialect) {
    case 'json':
    case 'cbor':
      return { code: 'UnknownOperationException', message: `The operation ${operation} is not known`, status: 400 };
    case 'rest-json':
      return { code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token', status: 403 };
    case 'query':
      return { code: 'InvalidAction', message: `Could not find operation ${operation} for version ${version}`, status: 400 };
    case 'ec2':
      return { code: 'InvalidAction', message: `The action ${operation} is not valid for this web service.`, status: 400 };
    case 'rest-xml':
    case 's3':
      return { code: 'MethodNotAllowed', message: 'The specified method is not allowed against this resource.', status: 405 };
  }
}

/** The answer to a request without a signature. */
export function unsigned(dialect: Dialect): Refusal {
  switch (dialect) {
    case 'json':
    case 'cbor':
    case 'rest-json':
      return { code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token', status: 403 };
    case 'query':
    case 'ec2':
    case 'rest-xml':
      return { code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token', status: 403 };
    case 's3':
      return { code: 'AccessDenied', message: 'Access Denied', status: 403 };
  }
}

/** The answer to an access key that nobody owns. */
export function unknownKey(dialect: Dialect): Refusal {
  switch (dialect) {
    case 'json':
    case 'cbor':
    case 'rest-json':
      return {
        code: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
        status: dialect === 'rest-json' ? 403 : 400,
      };
    case 'query':
    case 'rest-xml':
      return { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.', status: 403 };
    case 'ec2':
      return { code: 'AuthFailure', message: 'AWS was not able to validate the provided access credentials', status: 401 };
    case 's3':
      return {
        code: 'InvalidAccessKeyId',
        message: 'The AWS Access Key Id you provided does not exist in our records.',
        status: 403,
      };
  }
}

/** The answer to a session token whose time is over. */
export function expired(dialect: Dialect): Refusal {
  const message = 'The security token included in the request is expired';
  switch (dialect) {
    case 'json':
    case 'cbor':
      return { code: 'ExpiredTokenException', message, status: 400 };
    case 'rest-json':
      return { code: 'ExpiredTokenException', message, status: 403 };
    case 'query':
    case 'rest-xml':
      return { code: 'ExpiredToken', message, status: 403 };
    case 'ec2':
      return { code: 'RequestExpired', message: 'Request has expired.', status: 400 };
    case 's3':
      return { code: 'ExpiredToken', message: 'The provided token has expired.', status: 400 };
  }
}
