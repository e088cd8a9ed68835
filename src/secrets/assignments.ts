import type { Found } from './found.ts';
import { entropyOf, isLiteral } from './literal.ts';
import { kindOfName, type Kind } from './names.ts';

/**
 * How a value is written. `literal`: quoted, or where the language knows no other values (shell, environment). `bare`: might as
 * well be a variable of Python or a type of YAML.
 */
type Writing = 'literal' | 'bare';

const ruleOf: Record<Exclude<Kind, 'none'>, string> = {
  password: 'password-literal',
  secret: 'secret-literal',
  token: 'token-literal',
  'aws-secret-access-key': 'aws-secret-access-key',
};

const minLength = 8;
/** Words in a row, such as `prod/fraud/db`: the name of a secret rather than a secret. */
/** The name of a constant or a variable that holds the secret. */
const identifier = /^([A-Z][A-Z0-9]*(_[A-Z0-9]+)+|[A-Za-z]+(_[A-Za-z]+)+)$/;
const nameLike = /^[A-Za-z]+\d{0,4}([-_/.: ][A-Za-z0-9]{0,3}[A-Za-z]*\d{0,4})+$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The rule that a named value breaks, or `null`. This is the rule for environment variables and hyperparameters. */
export function ruleOfAssignment(name: string, value: string, writing: Writing = 'literal'): string | null {
  const kind = kindOfName(name);
  if (kind === 'none' || value.length < minLength || value.length > 4096 || /\s/.test(value.trim()) || !isLiteral(value))
    return null;
  if ((writing === 'bare' && !isStrong(value)) || (identifier.test(value) && kindOfName(value) !== 'none')) return null;
  if (kind === 'aws-secret-access-key')
    return /^[A-Za-z0-9/+]{40}$/.test(value) && entropyOf(value) > 3.5 ? ruleOf[kind] : ruleOfAssignment('secret', value, 'bare');
  if (kind === 'password') return entropyOf(value) >= 2 ? ruleOf[kind] : null;
  if (/^[\d.,:+-]+$/.test(value) || (kind === 'token' && /^[a-z]+$/i.test(value)) || entropyOf(value) < 2.5) return null;
  return nameLike.test(value) && !uuid.test(value) && !/[A-Z]\w*\d|\d\w*[A-Z]/.test(value) ? null : ruleOf[kind];
}

/** Bare words count only if no identifier looks like that. */
function isStrong(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/[()[\]{}]/.test(value) &&
    !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(value) &&
    !/^[a-z_]+\d{0,2}$/.test(value) &&
    entropyOf(value) >= 2.75
  );
}

const keyword = /passw|passphrase|(?<![A-Za-z])pass(?![a-z])|pwd|secret|token|credential|key|(?<=[_-])pat\b/gi;
const restOfName = /[\w.-]*/y;
/** Quotes (escaped, where JSON stands inside JSON), `]`, then the sign, perhaps behind a type of Python or TypeScript. */
const sign =
  /(?:\\{0,3}["']\]?)?(?:\s{0,8}:\s{0,8}(?:str|string|String|Optional\[str\])(?=\s{0,8}=))?(\s{0,8})(?:=>|:=|=(?!=)|:(?![:/]))(\s{0,8})/y;
/** `setdefault("KEY", "value")` */
const comma = /["']\s{0,4},\s{0,4}(?=[rbuf]{0,2}["'])/y;
const caller = /\b(?:get|set|pop|option|config|setdefault|getenv|setenv|putenv)\(\s*["']$/;
const space = /[ \t]{1,8}/y;
const quoted = /[rbuf]{0,2}\\{0,3}(["'])((?:(?!\1|\\{0,3}["']|\n)[^]){1,4096}?)\\{0,3}\1/y;
const unquoted = /[^\s"'`;,|<>&\\]{1,4096}/y;

const shellPrefix =
  /(?:^|[;&|({]|\b(?:export|readonly|local|set|env|declare|ENV|ARG|sudo)|-e|--env|^(?:\s*[A-Za-z_]\w*=\S*)+)\s*$/;
const setter = /(?:^|\s)(?:set|setenv|ENV|config\s+(?:--\S+\s+)*|login\s+\S+)\s*$/;

/** Assignments in a text of any language: `KEY=value`, `key: value`, `"key": "value"`, `--key value`, `config set key value`. */
export function findAssignments(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const { index } of text.matchAll(keyword)) {
    const start = startOfName(text, index);
    const end = index + (matchAt(restOfName, text, index)?.[0].length ?? 0);
    const name = text.slice(start, end);
    if (kindOfName(name) === 'none') continue;
    const value = valueAfter(text, start, end);
    if (value === null) continue;
    const rule = ruleOfAssignment(name, value.text, value.writing);
    if (rule !== null)
      found.push({
        rule,
        start: value.start,
        end: value.start + value.text.length,
        secret: value.text,
        critical: rule === 'aws-secret-access-key',
      });
  }
  return [...found, ...findPairs(text)];
}

const pair =
  /\\{0,3}"name\\{0,3}"\s*:\s*\\{0,3}"([^"\\]{1,200})\\{0,3}"\s*,\s*(?:\\{0,3}"type\\{0,3}"\s*:\s*\\{0,3}"\w+\\{0,3}"\s*,\s*)?\\{0,3}"(?:default)?value\\{0,3}"\s*:\s*\\{0,3}"([^"\\]{1,4096})\\{0,3}"/dgi;

/** `{"Name": "DB_PASSWORD", "Value": "..."}`: ECS, CodeBuild, parameters of SageMaker pipelines. */
function findPairs(text: string): readonly Found[] {
  return [...text.matchAll(pair)].flatMap((match) => {
    const [, name = '', secret = ''] = match;
    const rule = ruleOfAssignment(name, secret);
    const [start, end] = match.indices?.[2] ?? [match.index, match.index];
    return rule === null ? [] : [{ rule, start, end, secret, critical: rule === 'aws-secret-access-key' }];
  });
}

function startOfName(text: string, from: number): number {
  let start = from;
  while (start > 0 && from - start < 80 && /[\w.-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function valueAfter(
  text: string,
  start: number,
  end: number,
): { readonly text: string; readonly start: number; readonly writing: Writing } | null {
  const before = text.slice(Math.max(0, text.lastIndexOf('\n', start - 1) + 1, start - 200), start);
  const flag = text.charAt(start) === '-';
  const assigned = matchAt(sign, text, end) ?? (caller.test(before) ? matchAt(comma, text, end) : null);
  const separated = assigned ?? (flag || setter.test(before) ? matchAt(space, text, end) : null);
  if (separated === null || (before.endsWith(':') && separated[0].includes(':'))) return null;
  const at = end + separated[0].length;
  const string = matchAt(quoted, text, at);
  if (string !== null) return { text: string[2] ?? '', start: at + string[0].indexOf(string[2] ?? ''), writing: 'literal' };
  const word = matchAt(unquoted, text, at)?.[0];
  // A call or an index: shells would want quotes around it.
  if (word === undefined || /[()[\]{}]/.test(word)) return null;
  const tight = assigned === null || (assigned[1] === '' && assigned[2] === '' && assigned[0].includes('='));
  return {
    text: word,
    start: at,
    writing: tight && (flag || assigned === null || shellPrefix.test(before)) ? 'literal' : 'bare',
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
