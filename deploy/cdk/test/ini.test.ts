import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { Ini, IniError } from '../lib/ini';
import { configurationFile, repository } from './synthesized';

// Python's own parser is the judge: of each text, what every key is, or that the text is refused.
const judge = `
import configparser, json, sys
answers = []
for case in json.load(sys.stdin):
    parser = configparser.ConfigParser()
    try:
        parser.read_string(case)
    except configparser.Error:
        answers.append(None)
        continue
    found = {}
    for section in parser.sections():
        for key in parser.options(section):
            try:
                found[section + '/' + key] = parser.get(section, key)
            except configparser.Error:
                found[section + '/' + key] = None
    answers.append(found)
json.dump(answers, sys.stdout)
`;

type Answer = Record<string, string | null> | null;

function askPython(texts: readonly string[]): Answer[] {
  const run = spawnSync('python3', ['-c', judge], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as Answer[];
}

function ours(text: string, asked: Answer): Answer {
  let ini: Ini;
  try {
    ini = Ini.parse(text, 'a.conf');
  } catch (error) {
    assert.ok(error instanceof IniError);
    return null;
  }
  const found: Record<string, string | null> = {};
  for (const name of Object.keys(asked ?? {})) {
    const [section = '', key = ''] = name.split('/');
    try {
      found[name] = ini.get(section, key) ?? 'missing';
    } catch (error) {
      assert.ok(error instanceof IniError);
      found[name] = null;
    }
  }
  return found;
}

/** Repeatable numbers below `most`. */
function random(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % most;
  };
}

const pieces = [
  '[AwsDataCatalog]', '[lakemirror]', '[DEFAULT]', '[a] b', '[]', 'source_region = us-east-1', 'Source_Region: eu-west-1', 'region = us', 'x = %(region)s-east-1',
  'y = %(x)s', 'z=%%', 'w = 5%', 'v = %(none)s', 'u = %(u)s', '  continued', '\tcontinued = too', '', '   ', '# a comment', '  ; another', 'key', 'k =', '= v',
  'a = b = c', 'list = [\'a\',', '    \'b\']', '  indented = 1', 'b : c # kept', 'e = %(REGION)s',
];

test('it reads what Python reads', () => {
  const next = random(7);
  const texts = Array.from({ length: 4000 }, () => {
    const lines = Array.from({ length: 2 + next(9) }, () => pieces[next(pieces.length)] ?? '');
    const text = (next(4) === 0 ? '' : '[AwsDataCatalog]\n') + lines.join(next(8) === 0 ? '\r\n' : '\n');
    return next(2) === 0 ? text : `${text}\n`;
  });
  texts.push(readFileSync(path.join(repository, 'examples/lakemirror.conf'), 'utf8'));
  const answers = askPython(texts);
  assert.ok(answers.filter((answer) => answer !== null).length > 500, 'most of the texts are refused');
  texts.forEach((text, index) => assert.deepEqual(ours(text, answers[index] ?? null), answers[index], text));
});

test('it says where it does not understand', () => {
  const wrong = (text: string) => {
    try {
      Ini.parse(text, 'a.conf');
    } catch (error) {
      return (error as Error).message;
    }
    return 'read';
  };
  assert.equal(wrong('[a]\nb\n'), 'a.conf:2: it is neither [section] nor key = value');
  assert.equal(wrong('b = c\n'), 'a.conf:1: there is no section before it');
  assert.equal(wrong('[a]\nb = 1\n\nB = 2\n'), 'a.conf:4: key b stands twice');
  assert.equal(wrong('[a]\n[a]\n'), 'a.conf:2: section [a] stands twice');
});

test('a byte order mark is passed over', () => {
  const file = configurationFile('\uFEFF[a]\nb = 1\n');
  assert.equal(Ini.parse(readFileSync(file, 'utf8'), file).get('a', 'b'), '1');
});
