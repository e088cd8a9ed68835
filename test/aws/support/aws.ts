import { account } from './caller.ts';
import { json, xml, type Answer, type Received } from './server.ts';

/** What every scan asks first, answered as AWS does; everything else is the test's. */
export function awsAccount(
  others: (request: Received) => Answer | Promise<Answer>,
): (request: Received) => Answer | Promise<Answer> {
  return (request) => {
    switch (request.operation) {
      case 'GetCallerIdentity':
        return callerIdentity();
      case 'POST /listRegions':
        return json({
          Regions: [
            { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
            { RegionName: 'eu-south-1', RegionOptStatus: 'ENABLED' },
            { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
          ],
        });
      default:
        return others(request);
    }
  };
}

export function callerIdentity(id: string = account, arn = `arn:aws:sts::${id}:assumed-role/auditor/mlwarden`): Answer {
  return xml(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>U</UserId><Account>${id}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
}

/** Temporary credentials with the access key `key`. */
export function assumedRole(key: string, expiration: number): Answer {
  return xml(
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(expiration).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
}

export function stsError(code: string, status = 403): Answer {
  return xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    status,
  );
}
