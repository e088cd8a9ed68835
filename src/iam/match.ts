/** `maybe`: it depends on a policy variable whose value only the request knows. */
export type Coverage = 'yes' | 'maybe' | 'no';

/** Which way a doubt leans: an Allow is judged by all that it may reach, a Deny and an exclusion only by what they surely reach. */
export type Side = 'grant' | 'deny';

/** An action or resource pattern of a policy, compiled once. */
export interface Pattern {
  /** As the policy has it. */
  readonly source: string;
  /** With wildcards as `*` and `?`, literal ones and variables replaced by marks. The form in which patterns are compared. */
  readonly canonical: string;
  /** Whether every member of a target (itself a pattern in canonical form) is in this pattern. */
  readonly contains: (target: string, side: Side) => Coverage;
}

// IAM documents hold nothing beyond U+00FF, so private-use characters are free to stand for what is not itself.
const literalStar = '\uE000';
const literalAny = '\uE001';
const tiedMark = '\uE002';
const freeMark = '\uE003';
const loose = '\uE004';
const marks = new Set(['*', tiedMark, freeMark]);
const variableText = /(\uE002|\uE003)[^\uE002\uE003]*\1/gu;
const freeText = /\uE003[^\uE003]*\uE003/gu;

/** Variables whose value is fixed by who calls: not "anything", although we do not know the value. */
const tiedVariable =
  /^(aws:(username|userid|principal[a-z]*(\/.*)?|federatedprovider)|ec2:sourceinstancearn|lambda:sourcefunctionarn|identitystore:userid|(saml|cognito-identity\.amazonaws\.com|cognito-idp\..*|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com):.*)$/i;

/** Whether the policy variable `name` (without `${}`) is a property of the caller. */
export function tiesToPrincipal(name: string): boolean {
  return tiedVariable.test(name.split(',')[0]?.trim() ?? '');
}

/** An action pattern: without regard to case, without variables. */
export function actionPattern(source: string): Pattern {
  return pattern(source, normalised(source.toLowerCase()));
}

/** A resource pattern: by case. `variables`: false for policies of version 2008-10-17, where `${...}` is plain text. */
export function resourcePattern(source: string, variables: 'variables' | 'plain'): Pattern {
  return pattern(source, normalised(variables === 'variables' ? marked(source) : source));
}

/** Whether an Allow on `pattern`, as a policy has it, may reach this ARN. By case; lower both where a service does. */
export function resourceMatches(source: string, arn: string): boolean {
  return resourcePattern(source, 'variables').contains(arn, 'grant') !== 'no';
}

/** Wildcard match of a condition's value: by case, `*` and `?`. */
export function valueMatches(source: string, value: string): boolean {
  return within(normalised(source), value);
}

/** Wildcard match of an ARN, each of the six parts for itself, as ArnLike and ArnEquals do. */
export function arnMatches(source: string, arn: string): boolean {
  if (source === '*') return true;
  const [patterns, values] = [arnParts(source), arnParts(arn)];
  return patterns.length === values.length && patterns.every((part, index) => valueMatches(part, values[index] ?? ''));
}

/** The six parts of an ARN; the last one keeps its colons. */
export function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Whether a resource pattern names something: has more than wildcards behind the type. */
export function namesResource(source: string): boolean {
  const parts = arnParts(source);
  if (parts.length < 6) return false;
  const [, , service = '', , , resource = ''] = parts;
  const name = service === 's3' ? resource : resource.replace(/^[A-Za-z0-9-]+[/:]/, '');
  return /[^*?/:]/.test(name);
}

function pattern(source: string, canonical: string): Pattern {
  const hasVariables = canonical.includes(tiedMark) || canonical.includes(freeMark);
  if (canonical === '*') return { source, canonical, contains: () => 'yes' };
  if (!hasVariables) return { source, canonical, contains: (target) => (within(canonical, target) ? 'yes' : 'no') };
  // A variable that the caller's identity does not fix matches anything (rule 2), but no Deny may rest on that.
  const wide = normalised(canonical.replaceAll(freeText, '*'));
  const possible = canonical.replaceAll(variableText, loose);
  return {
    source,
    canonical,
    contains: (target, side) => {
      if (within(side === 'grant' ? wide : canonical, target)) return 'yes';
      const doubtful = side === 'grant' ? wide.replaceAll(variableText, loose) : possible;
      return withinLoosely(doubtful, target) ? 'maybe' : 'no';
    },
  };
}

function marked(source: string): string {
  return source.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name === '*') return literalStar;
    if (name === '?') return literalAny;
    if (name === '$') return '$';
    const mark = tiesToPrincipal(name) ? tiedMark : freeMark;
    return `${mark}${name.replaceAll(/[*?]/g, '')}${mark}`;
  });
}

/** Every run of wildcards as its `?` first and at most one `*` after them. */
function normalised(text: string): string {
  return text.replaceAll(/[*?]{2,}/g, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
}

/** Greedy wildcard match in O(n * m); no regular expression, as a policy of many `*` would make one explode. */
function within(glob: string, target: string): boolean {
  let [at, next, star, mark] = [0, 0, -1, 0];
  while (next < target.length) {
    const want = glob.charAt(at);
    const have = target.charAt(next);
    if (want === '*') {
      star = at;
      mark = next;
      at += 1;
    } else if (want === have || (want === '?' && !marks.has(have))) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      mark += 1;
      at = star + 1;
      next = mark;
    } else {
      return false;
    }
  }
  while (glob.charAt(at) === '*') at += 1;
  return at === glob.length;
}

/** As `within`, where a `loose` stands for one unknown text: it takes any characters, but never a wildcard of the target. */
function withinLoosely(glob: string, target: string): boolean {
  let row: readonly boolean[] = Array.from({ length: target.length + 1 }, (_, index) => index === 0);
  for (const want of glob) {
    const repeats = want === '*' || want === loose;
    const after: boolean[] = [repeats && row[0] === true];
    for (let index = 0; index < target.length; index += 1) {
      const have = target.charAt(index);
      const takes = want === '*' || (want === loose && have !== '*') || want === have || (want === '?' && !marks.has(have));
      const reached = repeats ? row[index + 1] === true || (after[index] === true && takes) : row[index] === true && takes;
      after.push(reached);
    }
    row = after;
  }
  return row[target.length] === true;
}
