/** Answers requests, also while a deployment runs or was rolled back (catalogue: mon-endpoint-data-capture, edge 4). */
export function isLive(status: string): boolean {
  return ['InService', 'Updating', 'SystemUpdating', 'RollingBack', 'UpdateRollbackFailed'].includes(status);
}

/** Live, or about to be: its static settings count (catalogue 3.4). */
export function hasSettings(status: string): boolean {
  return isLive(status) || status === 'Creating';
}
