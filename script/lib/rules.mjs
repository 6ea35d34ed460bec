// Makes ext/engine/tl_rules_data.c from ext/engine/rules/*.txt and the public list of crawlers (npm crawler-user-agents, MIT).
//   script/rules           writes it
//   script/rules --check   fails when the one in the tree is not what the lists make
// Run by a maintainer when a list changes; the version of the package is pinned here.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'crawler-user-agents';
const VERSION = '1.60.0';
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = join(root, '.work', 'rules');

function crawlers() {
  const file = join(work, 'package', 'crawler-user-agents.json');
  if (!existsSync(file)) {
    mkdirSync(work, { recursive: true });
    const archive = execFileSync('npm', ['pack', '--silent', `${PACKAGE}@${VERSION}`], { cwd: work, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', archive], { cwd: work });
  }
  // The name of a crawler is its pattern without what makes it a pattern: of [wW]get that is wget.
  const name = (pattern) => pattern.replace(/^(\^|\(\^\| \))/, '').replace(/\[(\w)(\w)\]/g, (both, a, b) => (a.toLowerCase() === b.toLowerCase() ? a : both))
    .replace(/\\([^dsS])/g, '$1').replace(/[[\](){}^$*+?|\\].*$/, '').replace(/[/ :;.-]+$/, '').trim() || 'bot';
  return JSON.parse(readFileSync(file, 'utf8')).map(({ pattern }) => ({ label: name(pattern), pattern }));
}

function own(set) {
  return readFileSync(join(root, 'ext/engine/rules', `${set}.txt`), 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [label, pattern] = line.split('\t');
      return { label, pattern };
    });
}

const quote = (text) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\?\?/g, '?\\?')}"`;
const list = (set, rules) => `const tl_rule_line tl_rules_${set}[] = {\n${rules.map((r) => `    {${quote(r.label)}, ${quote(r.pattern)}},`).join('\n')}\n    {NULL, NULL}};\n`;

const text = `/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made by script/rules: do not edit.
 * Sources: ext/engine/rules/ (ours, GPL-2.0-or-later) and ${PACKAGE} ${VERSION} (npm, MIT, by Martin Monperrus and others). */
#include "tl_rules_data.h"

#include <stddef.h>

/* clang-format off */
${list('bot', [...own('preview'), ...own('bot'), ...crawlers()])}
${list('device', own('device'))}
${list('channel', own('channel'))}
${list('medium', own('medium'))}
${list('intent', own('intent'))}/* clang-format on */
`;
const target = join(root, 'ext/engine/tl_rules_data.c');
if (process.argv[2] === '--check') {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('ext/engine/tl_rules_data.c is not what the lists make: run script/rules');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
