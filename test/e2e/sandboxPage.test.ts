import type { Browser, Locator, Page } from 'playwright-core';

import { type Sandbox, startSandbox } from '../../sandbox';
import { controlNames } from '../browser/accessibility';
import { describeInChromium, launchChromium } from '../browser/chromium';
import { type EventReceiver, startEventReceiver } from '../integration/sandbox/eventReceiver';
import { listenAs } from '../integration/sandbox/pullListener';
import { call } from '../integration/sandbox/restClient';

const SECTIONS = [
	'records',
	'live',
	'deliveries',
	'offline',
	'automation',
	'requests',
	'applications',
	'faults',
];
const DIALOGS = [
	['records', /^Change lead/],
	['deliveries', /^Raise an event/],
	['automation', /^Run w+/],
	['automation', /^Put a rule on a stage/],
	['automation', /^Start /],
	['applications', /^Add application/],
	['applications', /^Save the form of/],
	['applications', /^Uninstall/],
] as const;
const PHONE = { width: 375, height: 812 };
const DESKTOP = { width: 1242, height: 760 };
const LONG = 'w'.repeat(400);

jest.setTimeout(60_000);

let browser: Browser;
let sandbox: Sandbox;
let receiver: EventReceiver;
let page: Page;
let broken: string[];

describeInChromium("the sandbox's page", () => {
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(() => browser.close());

	beforeEach(async () => {
		sandbox = await startSandbox();
		receiver = await startEventReceiver();
		page = await browser.newPage({ viewport: DESKTOP });
		broken = [];
		page.on('pageerror', ({ message }) => broken.push(message));
		page.on('console', (message) => {
			// Chromium notes each refusal of the portal, which the page tells its user.
			const isRefusal = message.text().includes('status of 400');
			if (message.type() === 'error' && !isRefusal) broken.push(message.text());
		});
		await page.goto(sandbox.url);
	});
	afterEach(async () => {
		await page.close();
		await sandbox.stop();
		await receiver.stop();
		expect(broken).toEqual([]);
	});

	const open = (section: string) => page.locator(`nav a[href="#${section}"]`).click();

	it('shows what a new lead sets off: the delivery, the requests and the push on a phone', async () => {
		await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		await page.getByLabel('Title', { exact: true }).fill('Website request');
		await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
		await page.getByRole('button', { name: 'Add lead' }).click();
		await page.locator('#record-rows').getByText('Website request').waitFor();
		await page.locator('#activity').getByText('ONCRMLEADADD').waitFor();

		await open('deliveries');
		const delivery = page.locator('#delivery-rows summary', { hasText: 'ONCRMLEADADD' });
		await delivery.getByText('200').waitFor();
		await delivery.click();
		await page.locator('#delivery-rows dt', { hasText: 'data[FIELDS][ID]' }).waitFor();

		await call(sandbox, 'pull.application.push.add', {
			TEXT: 'A new lead has come in',
			USER_ID: [2],
		});
		await phoneOf('Boris Novak').getByText('A new lead has come in').waitFor();
		await phoneOf('Boris Novak').getByText('n8n', { exact: true }).waitFor();
		expect(await phoneOf('Alice Weber').getByText('A new lead').count()).toBe(0);
	});

	it('shows real-time events on the phones of those who get them, and phones that are chosen', async () => {
		await page.getByRole('checkbox', { name: 'Phone of Carla Rossi' }).check({ force: true });
		await page.getByRole('checkbox', { name: 'Phone of Boris Novak' }).uncheck({ force: true });
		await call(sandbox, 'pull.application.event.add', { COMMAND: 'hello', PARAMS: { n: 1 } });
		for (const name of ['Alice Weber', 'Carla Rossi']) {
			await phoneOf(name).getByText('{"n":1}').waitFor();
		}
		expect(await phoneOf('Boris Novak').count()).toBe(0);
		await page.reload();
		await phoneOf('Carla Rossi').getByText('to everyone').waitFor();
	});

	it('says whose apps listen over WebSocket', async () => {
		const listener = await listenAs(sandbox, 2);
		await phoneOf('Boris Novak').getByText('an app listens').waitFor();
		await page.getByText('Listening over WebSocket: Boris Novak.').waitFor();
		await listener.stop();
		await page.getByText('Nobody listens over WebSocket.').waitFor();
		await phoneOf('Boris Novak').getByText('no app listens').waitFor();
	});

	it('runs a rule with the values of its form and shows what came back', async () => {
		sandbox.addRule({
			code: 'ask',
			name: 'Ask for a discount',
			handler: receiver.url,
			useSubscription: 'Y',
			properties: {
				amount: { name: 'Amount', type: 'double', required: true, multiple: false, default: 5 },
				urgent: { name: 'Urgent', type: 'bool', required: false, multiple: false },
			},
			returnProperties: { ok: { name: 'Ok', type: 'string', required: false, multiple: false } },
		});
		await sandbox.createLead({ TITLE: 'Website request' });
		await open('automation');
		await page.getByRole('button', { name: 'Run Ask for a discount' }).click();
		const dialog = page.getByRole('dialog');
		expect(await dialog.getByLabel('Amount').inputValue()).toBe('5');
		await dialog.getByLabel('Amount').fill('12.5');
		await dialog.getByLabel('Urgent').selectOption('Yes');
		await dialog.getByRole('button', { name: 'Run' }).click();
		const run = page.locator('#run-rows > li', { hasText: 'ask on LEAD_1' });
		await run.locator('.badge', { hasText: 'waiting' }).waitFor();
		const [started] = sandbox.runs;
		expect(started?.properties).toMatchObject({ amount: '12.5', urgent: 'Y' });

		const answer = { EVENT_TOKEN: started?.eventToken, RETURN_VALUES: { ok: 'granted' } };
		await call(sandbox, 'bizproc.event.send', { ...answer, LOG_MESSAGE: 'Decided by n8n' });
		for (const text of ['granted', 'Decided by n8n']) await run.getByText(text).waitFor();
		await run.locator('.badge', { hasText: 'completed' }).waitFor();
	});

	it('plans faults, says how many are left and why one cannot be planned', async () => {
		await open('faults');
		const form = page.getByRole('form', { name: 'REST requests' });
		await form.getByLabel('Next').fill('2');
		await form.getByLabel('End with').selectOption('502 as an HTML page');
		await form.getByRole('button', { name: 'Plan' }).click();
		await page.getByText('2 faults still to come.').waitFor();
		expect((await call(sandbox, 'profile')).status).toBe(502);
		await page.getByText('1 fault still to come.').waitFor();
		await page.getByRole('button', { name: 'Clear all' }).click();
		await page.getByText('Every request is answered as it should be.').waitFor();

		await open('applications');
		await page.getByRole('button', { name: 'Add application…' }).click();
		await page.getByRole('dialog').getByLabel('Your handler path').fill('ftp://x');
		await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		const complaint = page.getByRole('alert');
		await complaint.waitFor();
		expect(await complaint.textContent()).toContain('http://');
	});

	it('can be used with the keyboard alone, and one sees where one is', async () => {
		await page.locator('#record-rows .empty').waitFor();
		await tabTo(page.getByRole('link', { name: /^Records/ }));
		await tabTo(page.getByRole('radio', { name: 'Leads' }));
		await page.keyboard.press('ArrowRight');
		await page.getByRole('button', { name: 'Add deal' }).waitFor();
		await page.keyboard.press('ArrowLeft');
		await tabTo(page.getByLabel('Title', { exact: true }));
		await page.keyboard.type('By keyboard');
		await page.keyboard.press('Enter');
		await page.locator('#record-rows').getByText('By keyboard').waitFor();

		const change = page.getByRole('button', { name: 'Change lead 1' });
		await tabTo(change);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: 'Change lead 1' }).waitFor();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.type('Changed by keyboard');
		await page.keyboard.press('Enter');
		await page.locator('#record-rows').getByText('Changed by keyboard').waitFor();
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await change.and(page.locator(':focus')).waitFor();
	});

	it('shows markup and scripts of strangers as the texts they are', async () => {
		const hostile = '<img src=x onerror="document.title=1"><b>bold</b>';
		await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		await sandbox.createLead({ TITLE: hostile });
		await call(sandbox, 'pull.application.push.add', { TEXT: hostile, USER_ID: [1] });
		await page.locator('#record-rows').getByText(hostile).waitFor();
		await phoneOf('Alice Weber').getByText(hostile).waitFor();
		expect(await page.locator('main b, .screen b >> text=bold').count()).toBe(0);
		expect(await page.title()).toBe('Sandbox portal');
	});

	describe.each([
		['a phone', PHONE],
		['a desktop', DESKTOP],
	])('on %s', (_name, viewport) => {
		beforeEach(async () => {
			await fill();
			await page.setViewportSize(viewport);
			await page.reload();
			await page.locator('#record-rows > li').first().waitFor();
		});

		it('every section fits, and a screen reader can name each control', async () => {
			for (const section of SECTIONS) {
				await page.evaluate(`location.hash = '${section}'`);
				await page
					.locator(`nav a[href="#${section}"][aria-current]`)
					.waitFor({ state: 'attached' });
				const width = await page.evaluate<number>('document.scrollingElement.scrollWidth');
				const { unnamed, named } = await controlNames(page);
				expect({ section, width, unnamed }).toEqual({
					section,
					width: viewport.width,
					unnamed: [],
				});
				expect(named).toBeGreaterThan(2);
			}
		});

		it('every dialog fits, and a screen reader can name each control', async () => {
			for (const [section, button] of DIALOGS) {
				await page.goto(`${sandbox.url}/#${section}`);
				await page.getByRole('button', { name: button }).first().click();
				const box = await page.getByRole('dialog').boundingBox();
				const right = (box?.x ?? 0) + (box?.width ?? Infinity);
				const { unnamed } = await controlNames(page);
				expect({ button, fits: right <= viewport.width, unnamed }).toEqual({
					button,
					fits: true,
					unnamed: [],
				});
				await page.keyboard.press('Escape');
				await page.getByRole('dialog').waitFor({ state: 'detached' });
			}
		});
	});

	it('has a menu on a phone that closes when something was chosen', async () => {
		await page.setViewportSize(PHONE);
		const menu = page.getByRole('button', { name: 'Menu' });
		await menu.click();
		await page.getByRole('link', { name: /^Faults/ }).click();
		await page.getByRole('heading', { name: 'Faults' }).waitFor();
		expect(await menu.getAttribute('aria-expanded')).toBe('false');
		expect(await page.getByRole('navigation').isVisible()).toBe(false);
	});
});

function phoneOf(name: string): Locator {
	return page.getByRole('article', { name: `Phone of ${name}` });
}

/** Presses Tab until the control has the focus, and sees that the focus shows. */
async function tabTo(control: Locator): Promise<void> {
	await control.waitFor();
	const focused = control.and(page.locator(':focus'));
	for (let presses = 0; (await focused.count()) === 0; presses += 1) {
		if (presses > 80) throw new Error(`Tab does not lead to ${String(control)}`);
		await page.keyboard.press('Tab');
	}
	// The tabs of the kinds show it on the word beside the hidden radio button.
	const outlines = await page.evaluate<string[]>(`
		[document.activeElement, document.activeElement.nextElementSibling]
			.filter(Boolean)
			.map((node) => getComputedStyle(node).outlineStyle)
	`);
	expect(outlines).toContain('solid');
}

/** Something long in every list. */
async function fill(): Promise<void> {
	const handler = `${receiver.url}/${LONG.slice(0, 200)}`;
	await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', handler });
	await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
	await sandbox.createLead({ TITLE: LONG, NAME: LONG });
	sandbox.addRule({ code: LONG.slice(0, 100), name: LONG, handler });
	await sandbox.runRule(LONG.slice(0, 100));
	await call(sandbox, 'pull.application.push.add', { TEXT: LONG, USER_ID: [1, 2] });
	await call(sandbox, 'pull.application.event.add', { COMMAND: LONG, PARAMS: { LONG } });
	await call(sandbox, LONG);
	await sandbox.settle();
}
