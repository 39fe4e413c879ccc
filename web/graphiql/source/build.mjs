// Builds ../static from entry.jsx. Run it through build.sh.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = dirname(fileURLToPath(import.meta.url));
const out = join(source, '..', 'static');

// ---------------------------------------------------------------- two small changes to @graphiql/react

// Each change names the exact text it replaces; when a new version no longer has that text, the build stops.
const changes = {
  // GraphiQL names a tab after its operation. A ready tab keeps the title it came with ("label") for as long as
  // it holds the operation it came with.
  '@graphiql/react/dist/utility/tabs.js': [
    [
      'function createTab({ query = null, variables = null, headers = null } = {}) {',
      'function createTab({ query = null, variables = null, headers = null, title: label = null } = {}) {',
    ],
    [
      'title: operationName || DEFAULT_TITLE,\n\t\tquery,\n\t\tvariables,\n\t\theaders,\n\t\toperationName,\n\t\tresponse: null\n\t};\n}\nfunction setPropertiesInActiveTab',
      'title: label || operationName || DEFAULT_TITLE,\n\t\tlabel,\n\t\tlabelFor: operationName,\n\t\tquery,\n\t\tvariables,\n\t\theaders,\n\t\toperationName,\n\t\tresponse: null\n\t};\n}\nfunction setPropertiesInActiveTab',
    ],
    [
      'title: newTab.operationName ||',
      'title: (newTab.label && newTab.query && fuzzyExtractOperationName(newTab.query) === newTab.labelFor ? newTab.label : null) || newTab.operationName ||',
    ],
  ],
  // The variables and headers panes are prettified with jsonc-parser, which is in the bundle anyway, instead of
  // Prettier's JavaScript parser and printer (more than 500 kB). As before, invalid text is left alone.
  '@graphiql/react/dist/utility/jsonc.js': [
    ['import { parse, printParseErrorCode } from "jsonc-parser";', 'import { applyEdits, format, parse, printParseErrorCode } from "jsonc-parser";'],
    [
      /const \[prettier, \{ printers \}, \{ parsers \}\] = await Promise\.all\(\[[^]*?printWidth: 0\n\t\}\);/,
      'parseJSONC(content);\n\treturn applyEdits(content, format(content, undefined, { insertSpaces: true, tabSize: 2, eol: "\\n" }));',
    ],
  ],
};

const applied = new Set();
const changesPlugin = {
  name: 'changes',
  setup(b) {
    b.onLoad({ filter: /[\\/]@graphiql[\\/]react[\\/]dist[\\/]utility[\\/](tabs|jsonc)\.js$/ }, async ({ path }) => {
      const name = Object.keys(changes).find((n) => path.split(sep).join('/').endsWith(`node_modules/${n}`));
      let contents = await readFile(path, 'utf8');
      for (const [from, to] of changes[name]) {
        const parts = contents.split(from);
        if (parts.length !== 2) throw new Error(`${name}: text to change found ${parts.length - 1} times: ${from}`);
        contents = parts[0] + to + parts[1];
      }
      applied.add(name);
      return { contents, loader: 'js' };
    });
  },
};

// One copy of each: graphql is imported and required, Prettier's GraphQL printer and parser have two names.
const onceOnly = {
  graphql: 'graphql/index.mjs',
  'prettier/parser-graphql': 'prettier/plugins/graphql',
};
const onceOnlyPlugin = {
  name: 'once-only',
  setup(b) {
    b.onResolve({ filter: /^(graphql|prettier\/parser-graphql)$/ }, ({ path, resolveDir }) =>
      b.resolve(onceOnly[path], { kind: 'import-statement', resolveDir }),
    );
  },
};

// ---------------------------------------------------------------- bundles

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const common = {
  absWorkingDir: source,
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none', // the licence texts are in LICENSES.txt
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
  metafile: true,
};

const results = await Promise.all([
  build({
    ...common,
    entryPoints: { graphiql: 'entry.jsx' },
    outdir: out,
    jsx: 'automatic',
    plugins: [changesPlugin, onceOnlyPlugin],
    assetNames: '[name]',
    loader: { '.ttf': 'file' },
  }),
  build({
    ...common,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    outdir: out,
    splitting: true, // what the workers have in common is in files of its own
    chunkNames: 'worker-[hash]',
    plugins: [onceOnlyPlugin],
  }),
]);
for (const name of Object.keys(changes)) if (!applied.has(name)) throw new Error(`${name} is no longer part of the bundle`);
await copyFile(join(source, 'graphiql-page.css'), join(out, 'graphiql-page.css'));

// ---------------------------------------------------------------- LICENSES.txt

// Packages that ship no licence file: the licence file of a package of the same authors, under the same licence.
const sameLicenceAs = {
  '@graphiql/plugin-doc-explorer': 'graphiql',
  '@graphiql/plugin-explorer': 'graphiql',
  '@graphiql/plugin-history': 'graphiql',
  'react-compiler-runtime': 'react',
  'react-remove-scroll-bar': 'react-remove-scroll',
};

const directories = new Set();
for (const { metafile } of results)
  for (const output of Object.values(metafile.outputs))
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match && bytesInOutput > 0) directories.add(match[1]);
    }

const licenceText = async (directory) => {
  const files = (await readdir(join(source, directory))).filter((f) => /^(licen[sc]e|copying|notice|thirdpartynotices)/i.test(f)).sort();
  const texts = [];
  for (const file of files) if ((await stat(join(source, directory, file))).isFile()) texts.push((await readFile(join(source, directory, file), 'utf8')).replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').trim());
  return texts.join('\n\n');
};

const byText = new Map();
for (const directory of [...directories].sort()) {
  const { name, version, license } = JSON.parse(await readFile(join(source, directory, 'package.json'), 'utf8'));
  let text = await licenceText(directory);
  if (!text) {
    if (!sameLicenceAs[name]) throw new Error(`${name} has no licence file: look up its licence and add it here`);
    text = await licenceText(`node_modules/${sameLicenceAs[name]}`);
  }
  if (!byText.has(text)) byText.set(text, new Set());
  byText.get(text).add(`${name} ${version} (${license})`);
}

const line = '='.repeat(78);
const sections = [...byText].map(([text, names]) => ({ names: [...names].sort(), text })).sort((a, b) => (a.names[0] < b.names[0] ? -1 : 1));
await writeFile(
  join(out, 'LICENSES.txt'),
  [
    'The files in this folder contain the following packages.\n',
    'The icon font codicon.ttf (part of monaco-editor) is Codicons by Microsoft,\nhttps://github.com/microsoft/vscode-codicons, licensed under CC BY 4.0,\nhttps://creativecommons.org/licenses/by/4.0/\n',
    ...sections.map(({ names, text }) => `${line}\n${names.join('\n')}\n${line}\n\n${text}\n`),
  ].join('\n'),
);

// ---------------------------------------------------------------- SHA256SUMS

const files = (await readdir(out)).sort();
const sums = [];
for (const file of files) sums.push(`${createHash('sha256').update(await readFile(join(out, file))).digest('hex')}  ${file}\n`);
await writeFile(join(out, 'SHA256SUMS'), sums.join(''));

if (process.env.METAFILE) await writeFile(process.env.METAFILE, JSON.stringify(results.map((r) => r.metafile)));
for (const file of files) console.log(String((await stat(join(out, file))).size).padStart(9), file);
