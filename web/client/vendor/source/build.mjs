// Builds ../vendor.js from entry.js, with the licences beside it and its hash. Run it through build.sh.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = dirname(fileURLToPath(import.meta.url));
const out = join(source, '..');
const packages = ['preact', 'htm', 'graphql-ws'];

const about = [];
const texts = ['vendor.js contains the following packages.\n'];
for (const name of packages) {
  const folder = join(source, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = { 'graphql-ws': 'LICENSE.md' }[name] ?? 'LICENSE';
  const text = (await readFile(join(folder, file), 'utf8')).replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').trim();
  const line = '='.repeat(78);
  about.push(`${name} ${version} (${license})`);
  texts.push(`${line}\n${name} ${version} (${license})\n${line}\n\n${text}\n`);
}

const { outputFiles } = await build({
  absWorkingDir: source,
  entryPoints: ['entry.js'],
  bundle: true,
  write: false,
  format: 'esm',
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none', // the licence texts are in LICENSES.txt
  banner: { js: `/* ${about.join(', ')}. The licences are in LICENSES.txt; built by source/build.sh. */` },
  logLevel: 'warning',
});

const files = { 'LICENSES.txt': texts.join('\n'), 'vendor.js': outputFiles[0].text };
const sums = [];
for (const [file, text] of Object.entries(files)) {
  await writeFile(join(out, file), text);
  sums.push(`${createHash('sha256').update(text).digest('hex')}  ${file}\n`);
}
await writeFile(join(out, 'SHA256SUMS'), sums.join(''));
