// Starts the program with a small made-up municipality and opens it in Chromium.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import axe from 'axe-core';
import { chromium } from 'playwright-core';

/** The widths pages are looked at: a desk's screen and a phone. */
export const WIDTHS = [1280, 400];

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run this through \`cargo xtask ci\` or \`cargo xtask pages\``);
  return value;
}

/** A port nobody listens on. */
export async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The sign-ins the program prints, by role: `{ teacher: { name, password }, … }`. */
export function readSignIns(printed) {
  const signIns = {};
  for (const line of printed.split('\n')) {
    const found = /^ {2}(\S+) +(\S+) +(\S+)$/.exec(line);
    if (found) signIns[found[1]] = { name: found[2], password: found[3] };
  }
  return signIns;
}

/** A running server over its own small municipality; `stop` ends it and clears its files away. */
export async function startServer({ schools = 2, pupils = 240, database, more = [], oneCore = false, startLimit = 240_000 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'naervaer-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = [
    ...(oneCore ? ['taskset', '--cpu-list', '0'] : []),
    setting('NAERVAER_BINARY'),
    'demo',
    ...['--database', database ?? join(folder, 'demo.sqlite')],
    ...['--port', `${port}`, '--schools', `${schools}`, '--pupils', `${pupils}`],
    ...more,
  ];
  const server = spawn(program[0], program.slice(1), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  server.stdout.on('data', (bytes) => (printed += bytes));
  server.stderr.on('data', (bytes) => (printed += bytes));
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await Promise.race([ended, pause(5_000).then(() => server.kill('SIGKILL'))]);
    }
    await rm(folder, { recursive: true, force: true });
  };
  const started = Date.now();
  for (;;) {
    if (server.exitCode !== null || Date.now() - started > startLimit) {
      await stop();
      throw new Error(`the program did not start:\n${printed}`);
    }
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer && answer.status < 500) break;
    await pause(100);
  }
  return { url, folder, pid: server.pid, printed: () => printed, signIns: readSignIns(printed), stop };
}

/** Chromium with nothing of its own to do on the network, and an empty profile. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: setting('NAERVAER_CHROMIUM'),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person's browser: Danish, Copenhagen; what goes wrong on a page is collected in `complaints`. */
export async function visitor(browser, server, { width = 1280, javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) page.complaints.push(`${answer.url()}: answered ${answer.status()}`);
  });
  return page;
}

/** Signs in through the form, as a person does. */
export async function signIn(page, server, role) {
  const who = server.signIns[role];
  if (!who) throw new Error(`the program printed no sign-in for ${role}:\n${server.printed()}`);
  await page.goto('/sign-in');
  await page.locator('input[name=name]').fill(who.name);
  await page.locator('input[name=password]').fill(who.password);
  await Promise.all([page.waitForNavigation(), page.locator('main form button[type=submit]').click()]);
}

/** What axe-core finds on the page as it stands: one line a violation, with where. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${violation.help}`),
  );
}

/** How far the page sticks out to the right of the window; pictures and tables scroll inside themselves. */
export async function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** An address with its ids taken out: two pupils are one kind of page. */
export function kindOfPage(url) {
  const { pathname, searchParams } = new URL(url);
  const path = pathname
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')
    .replace(/\d{4}-\d{2}-\d{2}/g, ':day')
    .replace(/\/\d+(?=\/|\.ics|$)/g, '/:number');
  const names = [...new Set(searchParams.keys())].sort();
  return names.length ? `${path}?${names.join('&')}` : path;
}

/** Follows links from where the page stands and calls `look` once for each kind of page. */
export async function everyPage(page, look) {
  const origin = new URL(page.url()).origin;
  const seen = new Set();
  const waiting = [page.url()];
  while (waiting.length) {
    const url = waiting.shift();
    const kind = kindOfPage(url);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const answer = await page.goto(url).catch((error) => {
      if (String(error).includes('Download is starting')) return null;
      throw error;
    });
    if (!answer || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    await look({ page, kind, status: answer.status() });
    const links = await page.$$eval('a[href]', (all) => all.map((a) => new URL(a.getAttribute('href'), location.href).href));
    for (const link of links) {
      const next = new URL(link);
      next.hash = '';
      // A language switch and signing out change the visitor, not the page.
      const leaves = next.origin !== origin || /^\/(language|sign-out|assets)\b/.test(next.pathname);
      if (!leaves && !seen.has(kindOfPage(next.href))) waiting.push(next.href);
    }
  }
  return [...seen];
}
