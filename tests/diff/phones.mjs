// Holds normalize_phone() against npm libphonenumber-js: example numbers of every country, written in many ways.
// node phones.mjs CLI EXPECTED_FOLDER, where EXPECTED_FOLDER has libphonenumber-js in node_modules.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , cli, folder] = process.argv;
const require = createRequire(join(folder, 'package.json'));
const { parsePhoneNumberFromString, getCountries, getExampleNumber, getCountryCallingCode } = require('libphonenumber-js/min');
const examples = require('libphonenumber-js/mobile/examples');

const seen = new Set();
const digitsFrom = (zero, text) => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const add = (country, text) => seen.add(`${country}\t${text}`);
for (const country of getCountries()) {
  const example = getExampleNumber(country, examples);
  if (!example) continue;
  const national = example.formatNational();
  const digits = example.nationalNumber;
  const code = getCountryCallingCode(country);
  for (const text of [national, example.formatInternational(), example.number, `00${code}${digits}`, `+${code} (0) ${digits}`, `${code}${digits}`, digits,
    national.replace(/\D/g, ''), national.replace(/[ -]/g, '.'), `0${digits}`, `+${code}-${national}`,
    digitsFrom(0x660, national), digitsFrom(0x6f0, `+${code}${digits}`), digitsFrom(0xff10, `+${code}\u3000${national}`), digits.slice(0, -1), `${digits}1`, digits.slice(1)]) {
    add(country, text);
    add('US', text);
    add('DE', text);
  }
}
const lines = [...seen];
const answers = execFileSync(cli, { input: `${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 26 }).trim().split('\n');

let passed = 0;
let failed = 0;
lines.forEach((line, i) => {
  const [country, text] = line.split('\t');
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  // E.164 ends at 15 digits; the library gives some longer ones.
  const expected = parsed?.isPossible() && parsed.number.length <= 16 ? parsed.number.slice(1) : '-';
  if (answers[i] === expected) passed += 1;
  else {
    failed += 1;
    if (failed <= 40) console.log(`${country} '${text}': ${answers[i]}, libphonenumber says ${expected}`);
  }
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
