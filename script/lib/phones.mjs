// Makes ext/engine/tl_phone_data.c from the metadata of npm libphonenumber-js (MIT; Google's libphonenumber, Apache-2.0).
//   script/phones           writes it
//   script/phones --check   fails when the one in the tree is not what the metadata make
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '1.13.16';
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = join(root, '.work', 'phones');
const file = join(work, 'package', 'metadata.min.json');
if (!existsSync(file)) {
  mkdirSync(work, { recursive: true });
  const archive = execFileSync('npm', ['pack', '--silent', `libphonenumber-js@${VERSION}`], { cwd: work, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', archive], { cwd: work });
}
const metadata = JSON.parse(readFileSync(file, 'utf8'));
const main = new Map(Object.entries(metadata.country_calling_codes).map(([code, countries]) => [countries[0], code]));
const quote = (text) => `"${String(text || '').replace(/[\\"]/g, '\\$&').replace(/\?\?/g, '?\\?')}"`;

// Columns of the metadata, version 4: code, IDD prefix, pattern, lengths, formats, national prefix, its rule, prefix to parse, transform.
const row = (iso, [code, idd, pattern, lengths, , prefix, , parse, transform], first) => {
  const mask = (lengths ?? []).reduce((bits, length) => bits | (1 << length), 0);
  return `    {"${iso}", "${code}", ${first ? 'true' : 'false'}, 0x${mask.toString(16)}, ${quote(idd)},\n     ${quote(pattern)},\n     ${quote(parse || prefix)}, ${quote(transform)}},`;
};
const rows = [
  ...Object.entries(metadata.countries).sort(([a], [b]) => (a < b ? -1 : 1)).map(([iso, data]) => row(iso, data, main.has(iso))),
  ...Object.entries(metadata.nonGeographic ?? {}).map(([code, data]) => row('', [code, ...data.slice(1)], true)),
];
const text = `/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made by script/phones: do not edit. Source: npm libphonenumber-js ${VERSION} (MIT), metadata of Google's libphonenumber (Apache-2.0). */
#include "tl_phone_data.h"

/* clang-format off */
const tl_phone_country tl_phone_countries[] = {
${rows.join('\n')}
    {.code = ""}};
/* clang-format on */
`;
const target = join(root, 'ext/engine/tl_phone_data.c');
if (process.argv[2] === '--check') {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('ext/engine/tl_phone_data.c is not what the metadata make: run script/phones');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
