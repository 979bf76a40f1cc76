// Signing in with a second proof, what asks for one, and where one is signed in.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { overhang, signIn, violations, visitor, WIDTHS } from '../harness.mjs';
import { main, openCase, send, together } from '../together.mjs';

const here = together();
const { as, leave } = here;

/** What an app shows for a secret in a half minute: the standard's own arithmetic (RFC 6238), not the program's. */
function codeOf(secret, at = Date.now()) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const from = hash[19] & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The next code of a secret: each step counts once, and the program takes one step ahead. */
const nextCode = (secret) => codeOf(secret, Date.now() + 30_000);

/** The same person's browser, where the program is reached by name: passkeys need one. */
const named = (options) =>
  visitor(here.browser, { ...here.server, url: here.server.url.replace('127.0.0.1', 'localhost') }, options);

/** A device with a finger on it, as Chromium makes one up. */
async function withDevice(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

async function looksRight(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${page.url()} at ${width}`);
    assert.equal(await overhang(page), 0, `${page.url()} at ${width}`);
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

test('an app with codes is added, asked for when signing in, and recovery codes stand in once', async () => {
  const page = await as('teacher', { javaScript: false });
  await page.goto('/sessions');
  await send(page, page.locator('form[action="/sessions/code"] button'));
  const secret = await page.locator('.factor-secret').innerText();
  await page.fill('#code', '000000');
  await send(page, page.locator('form[action="/sessions/code/prove"] button'));
  assert.match(await main(page), /Tallene passer ikke/);
  assert.equal(await page.locator('.factor-secret').innerText(), secret, 'the secret stands');
  await page.fill('#code', codeOf(secret));
  await send(page, page.locator('form[action="/sessions/code/prove"] button'));
  const codes = await page.locator('.factor-codes li').allInnerTexts();
  assert.equal(codes.length, 10);
  await page.goto('/sessions');
  assert.match(await main(page), /App med koder[\s\S]*10 reservekoder/);
  await send(page, page.locator('form[action="/sign-out"] button'));

  // The password alone opens nothing; the way on is kept.
  await page.goto('/schools');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  const who = here.server.signIns.teacher;
  const password = async () => {
    await page.fill('#name', who.name);
    await page.fill('#password', who.password);
    await send(page, page.locator('main form button[type=submit]'));
  };
  await password();
  assert.equal(new URL(page.url()).pathname, '/confirm');
  await page.goto('/schools');
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'halfway is not signed in');
  await password();
  await page.fill('#code', '123456');
  await send(page, page.locator('form[action="/confirm"] button'));
  assert.match(await main(page), /Koden passer ikke/);
  await page.fill('#code', nextCode(secret));
  await send(page, page.locator('form[action="/confirm"] button'));
  assert.equal(new URL(page.url()).pathname, '/schools');
  await send(page, page.locator('form[action="/sign-out"] button'));

  for (const [code, way] of [[codes[0], '/'], [codes[0], '/confirm'], [codes[1].toUpperCase(), '/']]) {
    await page.goto('/sign-in');
    await password();
    await page.fill('#code', code);
    await send(page, page.locator('form[action="/confirm"] button'));
    assert.equal(new URL(page.url()).pathname, way, code);
  }
  await page.goto('/sessions');
  await send(page, page.locator('form[action="/sessions/code/end"] button'));
  assert.match(await main(page), /Beviset er fjernet/);
  await leave(page);
});

test('a passkey is added and signs; a browser that cannot is told in words', async () => {
  const plain = await as('school_social_worker');
  await plain.goto('/sessions/passkey');
  assert.match(await main(plain), /adresse med et navn/);
  await looksRight(plain);
  await leave(plain);

  const page = await named();
  await signIn(page, here.server, 'school_social_worker');
  const { session, authenticatorId } = await withDevice(page);
  await page.goto('/sessions/passkey');
  assert.equal(await page.locator('[data-passkey-without]').count(), 0);
  await looksRight(page);
  await page.fill('#name', 'Skolens bærbare');
  await send(page, page.locator('form[data-passkey] button'));
  assert.equal(await page.locator('.factor-codes li').count(), 10, await main(page));
  await page.goto('/sessions');
  assert.match(await main(page), /Adgangsnøgle: Skolens bærbare/);
  await send(page, page.locator('form[action="/sign-out"] button'));
  await signIn(page, here.server, 'school_social_worker');
  assert.equal(new URL(page.url()).pathname, '/confirm');
  await looksRight(page);
  // The person does not touch the device: nothing is sent, and the page says so.
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.locator('form[data-passkey] button').click();
  await page.locator('[data-passkey-failed]').waitFor();
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await send(page, page.locator('form[data-passkey] button'));
  assert.equal(new URL(page.url()).pathname, '/');

  // Without script the page says that this browser cannot, and a recovery code is the other way.
  const bare = await named({ javaScript: false });
  await signIn(bare, here.server, 'school_social_worker');
  assert.match(await main(bare), /Denne browser kan ikke bruge adgangsnøgler her/);
  await leave(bare);
  await page.goto('/sessions');
  await send(page, page.locator('form[action^="/sessions/passkey/"] button'));
  assert.equal(await page.locator('form[action^="/sessions/passkey/"]').count(), 0);
  await leave(page);
});

test('the municipality asks more for what cases say; the step up leads back to where one was going', async () => {
  const leader = await as('school_leader');
  const { address, pupil } = await openCase(leader, 'Bliver væk fra idræt');
  const administrator = await as('administrator');
  await administrator.goto('/setup/demands');
  await administrator.selectOption('#case', 'substantial');
  await send(administrator, administrator.locator('main form button'));
  assert.match(await main(administrator), /end du selv er logget på med/);
  assert.equal(await administrator.inputValue('#case'), 'substantial', 'what was chosen stands');
  await looksRight(administrator);
  await administrator.goto('/sessions');
  await send(administrator, administrator.locator('form[action="/sessions/code"] button'));
  await looksRight(administrator);
  await administrator.fill('#code', codeOf(await administrator.locator('.factor-secret').innerText()));
  await send(administrator, administrator.locator('form[action="/sessions/code/prove"] button'));
  await looksRight(administrator);
  await administrator.goto('/setup/demands');
  await administrator.selectOption('#case', 'substantial');
  await send(administrator, administrator.locator('main form button'));
  assert.match(await main(administrator), /Kravene er gemt/);

  // The way to the case is still shown; behind it the second proof is asked for, and first set up.
  await leader.goto(pupil);
  await send(leader, leader.locator(`main a[href="${address}"]`).first());
  assert.equal(new URL(leader.url()).pathname, '/confirm');
  assert.match(await main(leader), /du har ikke sat noget op endnu/);
  await leader.goto('/search?name=idr%C3%A6t');
  assert.match(await main(leader), /Der er ikke søgt i forløb/);
  await leader.goto('/sessions');
  await send(leader, leader.locator('form[action="/sessions/code"] button'));
  const secret = await leader.locator('.factor-secret').innerText();
  await leader.fill('#code', codeOf(secret));
  await send(leader, leader.locator('form[action="/sessions/code/prove"] button'));
  await leader.goto(address);
  assert.equal(new URL(leader.url()).pathname, address);
  assert.match(await main(leader), /Bliver væk fra idræt/);
  await send(leader, leader.locator('form[action="/sign-out"] button'));
  await leader.goto(address);
  const who = here.server.signIns.school_leader;
  await leader.fill('input[name=name]', who.name);
  await leader.fill('input[name=password]', who.password);
  await send(leader, leader.locator('main form button[type=submit]'));
  await leader.fill('#code', nextCode(secret));
  await send(leader, leader.locator('form[action="/confirm"] button'));
  assert.equal(new URL(leader.url()).pathname, address, 'back to where the leader was going');

  // The administrator sees where somebody is signed in, ends it, and helps who has lost the phone.
  await administrator.goto('/setup/staff');
  await send(administrator, administrator.locator('tr', { has: administrator.getByRole('cell', { name: who.name, exact: true }) }).locator('a'));
  assert.match(await main(administrator), /Her er personen logget på[\s\S]*Personen bruger et bevis mere/);
  await looksRight(administrator);
  await send(administrator, administrator.locator('form[action$="/factors/reset"] button'));
  assert.match(await main(administrator), /nulstillet/);
  await leader.goto('/');
  assert.equal(new URL(leader.url()).pathname, '/sign-in');
  await signIn(leader, here.server, 'school_leader');
  assert.equal(new URL(leader.url()).pathname, '/', 'the password is enough for everything else');
  await administrator.goto('/setup/demands');
  await administrator.selectOption('#case', 'low');
  await send(administrator, administrator.locator('main form button'));
  await leader.goto(address);
  assert.equal(new URL(leader.url()).pathname, address);
  await leave(leader);
  await leave(administrator);
});
