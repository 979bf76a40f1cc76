// Looks at the samples of every page as the tests render them, without a server or a database:
// `node samples.mjs FOLDER-OF-SAMPLES FOLDER-OF-PICTURES`. Prints what axe-core finds and what sticks out.

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { WIDTHS, overhang, startBrowser, violations } from './harness.mjs';

const assets = fileURLToPath(new URL('../crates/web/assets/', import.meta.url));
const kinds = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff', '.html': 'text/html; charset=utf-8' };

/** The folder of samples with the program's own assets beside them. */
export async function serveSamples(samples) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const isAsset = pathname.startsWith('/assets/');
    const path = normalize(isAsset ? pathname.slice('/assets/'.length) : pathname.slice(1));
    const bytes = path.startsWith('..') ? null : await readFile(join(isAsset ? assets : samples, path)).catch(() => null);
    response.writeHead(bytes ? 200 : 404, { 'content-type': kinds[extname(path)] ?? 'application/octet-stream' });
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Opens every sample at both widths; gives what is wrong, and makes pictures when told where. */
export async function lookAtSamples(samples, pictures) {
  const files = (await readdir(samples)).filter((file) => file.endsWith('.html')).sort();
  const server = await serveSamples(samples);
  const browser = await startBrowser();
  const found = [];
  try {
    const page = await (await browser.newContext({ locale: 'da-DK', reducedMotion: 'reduce' })).newPage();
    page.on('pageerror', (error) => found.push(`${page.url()}: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 400) found.push(`${page.url()}: ${answer.url()} answered ${answer.status()}`);
    });
    for (const file of files) {
      await page.goto(`${server.url}/${file}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const violation of await violations(page)) found.push(`${file} at ${width} px: ${violation}`);
        const out = await overhang(page);
        if (out > 0) found.push(`${file} at ${width} px: sticks out by ${out} px`);
        if (pictures) await page.screenshot({ path: join(pictures, `${file.replace('.html', '')}-${width}.png`), fullPage: true });
      }
    }
  } finally {
    await browser.close();
    server.stop();
  }
  return { files, found };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [samples, pictures] = process.argv.slice(2);
  if (!samples || !pictures) throw new Error('`node samples.mjs FOLDER-OF-SAMPLES FOLDER-OF-PICTURES`');
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const { files, found } = await lookAtSamples(samples, pictures);
  const rows = files.map((file) => {
    const name = file.replace('.html', '');
    return `<h2>${name}</h2>${WIDTHS.map((w) => `<a href="${name}-${w}.png"><img loading="lazy" src="${name}-${w}.png" alt="${name} at ${w} px"></a>`).join(' ')}`;
  });
  await writeFile(
    join(pictures, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Samples of every page</title><style>img{max-height:480px;border:1px solid #999;vertical-align:top}</style><h1>Samples of every page</h1>${rows.join('\n')}</html>\n`,
  );
  for (const line of found) console.log(line);
  console.log(`${files.length} samples, ${found.length} things to mend`);
}
