/** An API by its own host name. */
export interface ExecuteApiHost {
  readonly apiId: string;
  readonly region: string;
}

/** Reads `ID.execute-api.REGION.amazonaws.com`, in every partition; `null` for any other host, such as a custom domain. */
export function executeApiHost(host: string): ExecuteApiHost | null {
  const match = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)$/i.exec(host);
  if (match === null) return null;
  const [, apiId = '', region = ''] = match;
  return { apiId: apiId.toLowerCase(), region: region.toLowerCase() };
}
