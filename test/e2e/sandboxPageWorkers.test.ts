import type { Browser, Page } from 'playwright-core';

import { type Sandbox, startSandbox } from '../../sandbox';
import { describeInChromium, launchChromium } from '../browser/chromium';
import { call } from '../integration/sandbox/restClient';

jest.setTimeout(60_000);

let browser: Browser;
let sandbox: Sandbox;
let page: Page;

describeInChromium("the sandbox's page", () => {
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(() => browser.close());

	beforeEach(async () => {
		sandbox = await startSandbox();
		page = await browser.newPage();
		await page.goto(sandbox.url);
	});
	afterEach(async () => {
		await page.close();
		await sandbox.stop();
	});

	it('gives the portal workers and times of work, and says how busy it is', async () => {
		await page.locator('nav a[href="#faults"]').click();
		const workers = page.getByRole('form', { name: 'Workers' });
		await workers.getByLabel('Workers (0: any)').fill('1');
		await workers.getByLabel('504 after (ms)').fill('300');
		await call(sandbox, 'profile');
		await page.getByText('0 under way, 0 worked on, 0 waiting. 1 request').waitFor();
		await workers.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('0 of 1 worker busy').waitFor();
		const work = page.getByRole('form', { name: 'Work', exact: true });
		await work.getByLabel('Methods of their own').fill('profile 60000');
		await work.getByLabel('Answers tell fractions of a second').check();
		await work.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('Times applied').waitFor();
		expect(sandbox).toMatchObject({
			workers: { count: 1, queue: 100, limitMs: 300 },
			workMs: { default: 0, methods: { profile: 60_000 } },
			preciseTimes: true,
		});

		const late = [call(sandbox, 'profile'), call(sandbox, 'profile')];
		await page.getByText('1 of 1 worker busy, 1 waiting.').waitFor();
		expect((await Promise.all(late)).map(({ status }) => status)).toEqual([504, 504]);
		await page.locator('nav a[href="#requests"]').click();
		await page.getByText('2 told 504').waitFor();
	});
});
