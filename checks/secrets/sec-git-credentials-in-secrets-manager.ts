import { cli, defineCheck, every, fail, notApplicable, pass, seen, unknown } from '../../src/kit.ts';
import type { Fix, Verdict } from '../../src/kit.ts';
import { parseArn } from '../../src/lineage/arn.ts';
import { gitReferences, type GitReference, type HeldUrl } from '../../src/lineage/git-references.ts';
import { parseGitUrl } from '../../src/lineage/git-url.ts';
import { undecided } from '../../src/lineage/undecided.ts';

export default defineCheck({
  id: 'sec-git-credentials-in-secrets-manager',
  control: 'secrets',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Git repositories authenticate through Secrets Manager',
  why: 'A token in a clone URL can be read by everyone who may describe the repository or the notebook, and lets them change its code.',
  advice: 'Keep the credentials of Git repositories in Secrets Manager, where access to them is controlled and recorded.',
  threat: { text: 'Tampering with source code, and so poisoning through code', atlas: ['AML.T0055', 'AML.T0010.001'] },
  mapping: ['NIST IA-5(7)'],
  resourceTypes: ['AWS::SageMaker::CodeRepository', 'AWS::SageMaker::NotebookInstance', 'AWS::SageMaker::Domain'],
  subject: gitReferences,
  fix(reference) {
    const held = reference.urls.find((one) => one.userinfo || isPlain(one)) ?? reference.urls[0];
    return held === undefined ? { text: leaked } : fixes[held.holder.kind](reference, held);
  },
  evaluate(reference, _views, { parameters }) {
    const isPublic = publicUrls(parameters.publicGitRepositories);
    const [first, ...others] = [
      ...reference.hidden.map((gap) => unknown(gap)),
      ...reference.urls.map((held) => judge(held, reference, isPublic)),
    ];
    return first === undefined ? notApplicable('no-resource', 'it names no Git URL') : every([first, ...others]);
  },
});

function judge(held: HeldUrl, reference: GitReference, isPublic: (url: string) => boolean): Verdict {
  const { url, userinfo, secret, field, from } = held;
  const evidence = seen(from, field, url);
  const parsed = parseGitUrl(url);
  const of = held.holder.kind === 'profile' || held.holder.kind === 'space' ? ` of ${held.holder.kind} ${held.holder.name}` : '';
  if (userinfo) return fail(`the URL${of} holds a user name or token`, { ...evidence, note: 'shown without its credentials' });
  if (isPlain(held)) return fail(`the URL${of} is not encrypted`, evidence);
  if (secret !== null) return judgeSecret(secret);
  if (parsed === null || (parsed.host === '' && parsed.codeCommit === null)) {
    const detail = `${field} is no URL that we can read`;
    return unknown(undecided(from, reference, { reason: 'malformed', error: 'NoUrl', detail }), detail, evidence);
  }
  if (parsed.codeCommit !== null) return pass(`the repository${of} is in CodeCommit, which the role gives access to`, evidence);
  const place = `${parsed.host}${parsed.path}`;
  if (isPublic(url)) return pass(`the repository${of} is public, as publicGitRepositories says`, evidence);
  const detail = `no secret is set for ${place}${of}, and AWS does not tell whether it is public: set a secret, or list it in publicGitRepositories`;
  const parameter = { ...from, operation: 'mlwarden:publicGitRepositories' };
  return unknown(undecided(parameter, reference, { reason: 'not-collected', error: 'NotDecidable', detail }), detail, evidence);
}

function judgeSecret({ arn, found }: NonNullable<HeldUrl['secret']>): Verdict {
  if (!found.known) return unknown(found.gap);
  const { value: secret, from } = found;
  if (secret === null)
    return fail('its secret no longer exists', seen(from, 'GitConfig.SecretArn', arn, 'Secrets Manager knows no such secret'));
  const evidence = seen(from, 'DescribeSecretResponse.DeletedDate', secret.deletedAt);
  if (secret.deletedAt !== null) return fail('its secret is scheduled for deletion', evidence);
  return pass('its credentials are in Secrets Manager', seen(from, 'DescribeSecretResponse.ARN', secret.secretArn), evidence);
}

/** Entries are host and path, as in `github.com/aws/amazon-sagemaker-examples`. */
function publicUrls(entries: readonly string[]): (url: string) => boolean {
  const listed = new Set(entries.map((entry) => placeOf(`https://${entry}`)));
  return (url) => listed.has(placeOf(url));
}

function placeOf(url: string): string {
  const parsed = parseGitUrl(url);
  return parsed === null ? '' : `${parsed.host}${parsed.path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}

/** Transport that anybody on the way can read and change. */
function isPlain({ url }: HeldUrl): boolean {
  const scheme = parseGitUrl(url)?.scheme;
  return scheme === 'http' || scheme === 'git';
}

const leaked = 'Replace a token that stood in a URL: treat it as stolen.';

const fixes = {
  'code-repository': fixRepository,
  notebook({ name, region }, { url, field }) {
    const repository = repositoryName(url, name);
    const flag = field.endsWith('.DefaultCodeRepository') ? '--default-code-repository' : '--additional-code-repositories';
    return {
      text: `Register the repository with a secret, stop the notebook and name it there in place of the URL; a list of additional repositories is replaced as a whole. ${leaked}`,
      command: `${createRepository({ name: repository, region }, url, newSecret({ name: repository, region }))} && ${cli`aws sagemaker update-notebook-instance --region ${region} --notebook-instance-name ${name}`} ${flag} ${repository}`,
    };
  },
  domain: (reference, held) =>
    fixStudio(reference, held, cli`aws sagemaker update-domain --region ${reference.region} --domain-id ${reference.name}`),
  profile: (reference, held) =>
    fixStudio(
      reference,
      held,
      cli`aws sagemaker update-user-profile --region ${reference.region} --domain-id ${reference.name} --user-profile-name ${held.holder.name}`,
    ),
  space: (reference, held) =>
    fixStudio(
      reference,
      held,
      cli`aws sagemaker update-space --region ${reference.region} --domain-id ${reference.name} --space-name ${held.holder.name}`,
    ),
} as const satisfies Record<HeldUrl['holder']['kind'], (reference: GitReference, held: HeldUrl) => Fix>;

function fixRepository(repository: GitReference, held: HeldUrl): Fix {
  const { name, region } = repository;
  const { secret, url } = held;
  const found = secret?.found.known === true ? secret.found.value : null;
  if (held.userinfo || isPlain(held)) {
    return {
      text: `The URL of a code repository cannot be changed: create it again with https and a secret, a JSON of username and password. ${leaked}`,
      command: `${cli`aws sagemaker delete-code-repository --region ${region} --code-repository-name ${name}`} && ${createRepository(repository, url, found?.deletedAt === null ? found.secretArn : newSecret(repository))}`,
    };
  }
  if (found !== null) {
    return {
      text: 'Restore the secret while it still can be, or give the repository another.',
      command: cli`aws secretsmanager restore-secret --region ${parseArn(found.secretArn)?.region ?? region} --secret-id ${found.secretArn}`,
    };
  }
  return {
    text: 'Store user name and token as a JSON of username and password, and give the repository the secret.',
    command: `${cli`aws sagemaker update-code-repository --region ${region} --code-repository-name ${name}`} --git-config SecretArn=${newSecret(repository)}`,
  };
}

/** Studio takes URLs only: its users sign in to the Git host themselves. */
function fixStudio(reference: GitReference, held: HeldUrl, update: string): Fix {
  const [, member = '', app = ''] = held.field.split('.');
  const urls = reference.urls.filter(({ holder, field }) => field === held.field && holder.name === held.holder.name);
  const settings = JSON.stringify({ [app]: { CodeRepositories: urls.map(({ url }) => ({ RepositoryUrl: httpsOf(url) })) } });
  const flag = member.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
  return {
    text: `Set the URLs again, with https and without credentials. ${leaked}`,
    command: `${update} --${flag} ${cli`${settings}`}`,
  };
}

function createRepository(at: Pick<GitReference, 'name' | 'region'>, url: string, secretArn: string): string {
  const create = cli`aws sagemaker create-code-repository --region ${at.region} --code-repository-name ${at.name}`;
  return `${create} --git-config RepositoryUrl=${cli`${httpsOf(url)}`},SecretArn=${secretArn}`;
}

/** Creates the secret and prints its ARN. AmazonSageMakerFullAccess may read what has this prefix. */
function newSecret({ name, region }: Pick<GitReference, 'name' | 'region'>): string {
  return `$(${cli`aws secretsmanager create-secret --region ${region} --name ${`AmazonSageMaker-${name}`} --secret-string file://git-credentials.json --query ARN --output text`})`;
}

function httpsOf(url: string): string {
  const parsed = parseGitUrl(url);
  return parsed === null || parsed.host === '' ? 'REPOSITORY_URL' : `https://${parsed.host}${parsed.path}`;
}

/** A name that SageMaker takes, from the last part of the URL. */
function repositoryName(url: string, fallback: string): string {
  const last = placeOf(url).split('/').at(-1) ?? '';
  return last.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || fallback;
}
