/**
 * Takes the pictures for the README from a demo of its own: `npx tsx demo/screenshots.ts <folder>`.
 *
 * Needs Chromium at `/usr/bin/chromium`, or where the variable CHROMIUM says.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { type Browser, chromium, type Page } from 'playwright-core';

import { type Demo, startDemo } from './startDemo';

/** In CSS pixels; wide enough for n8n to show most of the examples in their full size. */
const WINDOW = { width: 1242, height: 760 };

/** In CSS pixels. */
const PHONE = { width: 375, height: 760 };

/** Pixels of a picture for one of the window: `workflow.png` becomes about 1200 wide. */
const DENSITY = 1.25;

/** Time in which n8n's animations and late answers end, in ms. */
const REST_MS = 1_500;

const BROWSER_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

async function takeAll(demo: Demo, browser: Browser, folder: string): Promise<void> {
	const page = await browser.newPage({ viewport: WINDOW, deviceScaleFactor: DENSITY });
	const file = (name: string) => ({ path: path.join(folder, `${name}.png`) });

	await addLead(page, demo);
	await page.screenshot(file('sandbox'));
	await takePhone(browser, demo, file('sandbox-phone'));

	await signIn(page, demo);
	const editor = `${demo.n8nUrl}/workflow/${demo.workflows['new-lead'].id}`;
	await openCanvas(page, editor);
	await dismissChecklist(page);
	await page.screenshot({ ...file('workflow'), clip: await aroundNotes(page) });

	await openNode(page, 'Lead created');
	await page.screenshot(file('trigger'));
	await openCanvas(page, editor);
	await openNode(page, 'Tell open apps');
	await page.screenshot(file('action'));

	const automation = `${demo.n8nUrl}/workflow/${demo.workflows['credit-limit'].id}`;
	await openCanvas(page, automation);
	await dismissChecklist(page);
	await page.screenshot(file('automation'));
	await openNode(page, 'Rule runs');
	await page.screenshot(file('automation-trigger'));

	const nothingLost = `${demo.n8nUrl}/workflow/${demo.workflows['nothing-lost'].id}`;
	await openCanvas(page, nothingLost);
	await dismissChecklist(page);
	await page.screenshot({ ...file('nothing-lost'), clip: await aroundNotes(page) });
	await openNode(page, 'Every minute');
	await page.screenshot(file('offline-trigger'));

	await openCanvas(page, `${editor}/executions`);
	await page.screenshot(file('execution'));
}

async function addLead(page: Page, { sandbox, sandboxUrl }: Demo): Promise<void> {
	await page.goto(sandboxUrl);
	await page.fill('#new-record [name=TITLE]', 'Website request');
	await page.fill('#new-record [name=NAME]', 'Ada Lovelace');
	await page.click('#new-record button');
	await sandbox.waitFor(() => sandbox.pushes.length > 0, { what: 'the push about the lead' });
	await page.goto(`${sandboxUrl}/#automation`);
	const run = page.getByRole('button', { name: /^Run Ask n8n/ });
	for (const button of [run.first(), run.last()]) {
		await button.click();
		await page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
		await page.getByRole('dialog').waitFor({ state: 'detached' });
	}
	await sandbox.waitFor(
		() => sandbox.runs.length === 2 && sandbox.runs.every(({ state }) => state === 'completed'),
		{ what: 'the answers to both rules' },
	);
	await page.goto(`${sandboxUrl}/#records`);
	await page.waitForTimeout(REST_MS);
}

/** The page of the portal as a phone shows it. */
async function takePhone(browser: Browser, { sandboxUrl }: Demo, file: object): Promise<void> {
	const page = await browser.newPage({ viewport: PHONE, deviceScaleFactor: 2 });
	await page.goto(`${sandboxUrl}/#live`);
	await page.waitForTimeout(REST_MS);
	await page.screenshot(file);
	await page.close();
}

async function signIn(page: Page, { n8nUrl, owner }: Demo): Promise<void> {
	await page.goto(`${n8nUrl}/signin`);
	await page.fill('input[type=email]', owner.email);
	await page.fill('input[type=password]', owner.password);
	await page.click('button:has-text("Sign in")');
	await page.waitForURL('**/home/**');
}

async function openCanvas(page: Page, address: string): Promise<void> {
	await page.goto(address);
	// In an execution the canvas is a page inside the page.
	await page.waitForSelector('[data-test-id="canvas-node"], iframe');
	await page.waitForTimeout(2 * REST_MS);
}

/** n8n covers the canvas with advice when a published workflow is opened for the first time. */
async function dismissChecklist(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.waitForTimeout(REST_MS);
}

async function openNode(page: Page, name: string): Promise<void> {
	await page.dblclick(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	await page.waitForTimeout(2 * REST_MS);
}

/** The part of the window that holds all sticky notes, with a margin. */
async function aroundNotes(page: Page) {
	const margin = 24;
	const notes = await page.locator('[data-test-id="sticky"]').all();
	const boxes = (await Promise.all(notes.map((note) => note.boundingBox()))).flatMap(
		(box) => box ?? [],
	);
	const left = Math.min(...boxes.map(({ x }) => x)) - margin;
	const top = Math.min(...boxes.map(({ y }) => y)) - margin;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function main(): Promise<void> {
	const [folder] = process.argv.slice(2);
	if (folder === undefined) throw new Error('Name the folder for the pictures.');
	await mkdir(folder, { recursive: true });
	const demo = await startDemo({ n8nPort: 0, sandboxPort: 0 });
	try {
		const browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: BROWSER_ARGUMENTS,
		});
		await takeAll(demo, browser, folder).finally(() => browser.close());
	} finally {
		await demo.stop();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
	process.exitCode = 1;
});
