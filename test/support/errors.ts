/** An error as the SDK throws it: by name, with the status that AWS gives it. */
export function awsError(name: string, message: string = name, status = 400): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
}
