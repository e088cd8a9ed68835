import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGitUrl } from '../../src/lineage/git-url.ts';

test.for([
  ['https', 'https://github.com/org/repo.git', 'https://github.com/org/repo.git'],
  ['https in capitals', 'HTTPS://GitHub.com/Org/Repo', 'https://github.com/Org/Repo'],
  ['http', 'http://git.example.com/repo', 'http://git.example.com/repo'],
  ['a port', 'https://git.example.com:8443/repo', 'https://git.example.com:8443/repo'],
  ['a bare host', 'https://gitserver/team/repo.git', 'https://gitserver/team/repo.git'],
  ['IPv6', 'https://[::1]:8443/repo', 'https://[::1]:8443/repo'],
  ['ssh with its user', 'ssh://git@github.com/org/repo.git', 'ssh://github.com/org/repo.git'],
  ['scp form', 'git@github.com:org/repo.git', 'ssh://github.com/org/repo.git'],
  ['a query', 'https://github.com/org/repo?ref=main#x', 'https://github.com/org/repo'],
  ['an @ in the path', 'https://github.com/org/repo@v1', 'https://github.com/org/repo@v1'],
] as const)('%s: %s', ([, raw, redacted]) => {
  expect(parseGitUrl(raw)).toMatchObject({ redacted, userinfo: false, codeCommit: null });
});

test.for([
  ['a token', 'https://hunter2hunter2@github.com/org/repo', 'https://github.com/org/repo'],
  ['user and password', 'https://user:hunter2hunter2@github.com/org/repo', 'https://github.com/org/repo'],
  ['user, password and bare host', 'https://user:hunter2hunter2@gitserver/org/repo', 'https://gitserver/org/repo'],
  ['an @ in the password', 'https://user:hunter2@hunter2@github.com/org', 'https://github.com/org'],
  ['a slash in the password', 'https://user:hunter2/hunter2@github.com/org', 'https://github.com/org'],
  ['a slash in the token', 'https://hunter2/hunter2@github.com/org', 'https://github.com/org'],
  ['a number before the slash', 'https://user:2222/hunter2@github.com/org', 'https://github.com/org'],
  ['a question mark in the password', 'https://user:hunter2?hunter2@github.com/org', 'https://'],
  ['a percent-encoded password', 'https://user:hunter2%40x@github.com/org', 'https://github.com/org'],
  ['a password of ssh', 'ssh://git:hunter2@github.com/org', 'ssh://github.com/org'],
  ['a token in the query', 'https://github.com/org/repo?private_token=hunter2', 'https://github.com/org/repo'],
  ['no host', 'https://user:hunter2', 'https://'],
  ['userinfo without a scheme', 'user:hunter2@github.com/org/repo', ''],
  ['a text with a space', 'hunter2 github.com@x', ''],
] as const)('%s is seen and not kept', ([, raw, redacted]) => {
  const url = parseGitUrl(raw);
  expect(url).toMatchObject({ redacted, userinfo: true });
  expect(JSON.stringify(url)).not.toMatch(/hunter2|2222/);
});

test.for([
  ['https', 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/fraud', 'eu-west-1'],
  ['China', 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/fraud', 'cn-north-1'],
  ['FIPS', 'https://git-codecommit-fips.us-east-1.amazonaws.com/v1/repos/fraud', 'us-east-1'],
  ['ssh', 'ssh://APKAEXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/fraud', 'eu-west-1'],
  ['interface endpoint', 'https://vpce-0a1b-2c3d.git-codecommit.eu-west-1.vpce.amazonaws.com/v1/repos/fraud', 'eu-west-1'],
  ['remote helper', 'codecommit::eu-west-1://fraud', 'eu-west-1'],
  ['remote helper with a profile', 'codecommit::eu-west-1://dev@fraud', 'eu-west-1'],
] as const)('CodeCommit by %s', ([, raw, region]) => {
  expect(parseGitUrl(raw)).toMatchObject({ codeCommit: { region, name: 'fraud' }, userinfo: false });
});

test.for([
  'https://git-codecommit.eu-west-1.amazonaws.com.evil.example/v1/repos/fraud',
  'https://git-codecommit.eu-west-1.amazonaws.com/fraud',
])('%s is not CodeCommit', (raw) => {
  expect(parseGitUrl(raw)).toMatchObject({ codeCommit: null });
});

test.for(['fraud-repository', 'a', ''])('"%s" is a name', (raw) => {
  expect(parseGitUrl(raw)).toBeNull();
});

test('no text makes it throw, and only names come back as they are', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (raw) => {
      expect(parseGitUrl(raw) === null).toBe(/^[\w.-]*$/.test(raw));
    }),
  );
});

test('no part of a password is kept, whatever it holds', () => {
  const password = fc.stringMatching(/^[\w@/:%+=!,-]{8,30}$/).filter((text) => /[A-Z]{2}/.test(text));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,8}$/), password, (user, secret) => {
      const url = parseGitUrl(`https://${user}:${secret}@github.com/org/repo`);
      expect(url).toMatchObject({ userinfo: true, host: 'github.com', redacted: 'https://github.com/org/repo' });
    }),
  );
});
