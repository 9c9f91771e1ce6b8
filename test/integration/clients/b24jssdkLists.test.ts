import { ApiVersion } from '@bitrix24/b24jssdk';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { sdkClient } from './sdkClient';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	for (let n = 0; n < 120; n += 1) await sandbox.createLead({ TITLE: `Lead ${n}` });
});
afterAll(() => sandbox.stop());

const lists = { method: 'crm.lead.list', params: { select: ['ID', 'TITLE'] } };

describe('a list in the hands of the official JavaScript SDK', () => {
	it('is read whole by rising ids, without totals', async () => {
		const before = sandbox.counters.requests;
		const answer = await sdkClient(sandbox).actions.v2.callList.make(lists);
		const last = answer.getData()?.[119];
		expect(answer.getData()).toHaveLength(120);
		expect(last).toEqual({ ID: expect.any(String) as unknown, TITLE: 'Lead 119' });
		expect(sandbox.counters.requests - before).toBe(3);
	});

	it('is read page by page', async () => {
		const pages: number[] = [];
		for await (const page of sdkClient(sandbox).actions.v2.fetchList.make(lists)) {
			pages.push(page.length);
		}
		expect(pages).toEqual([50, 50, 20]);
	});

	it('is followed from page to page by next, with a total', async () => {
		const b24 = sdkClient(sandbox);
		const params = { ...lists.params, start: 0 };
		let page = await b24.actions.v2.call.make<unknown[]>({ method: lists.method, params });
		const pages = [page.getData()?.result.length];
		expect(page.getTotal()).toBe(120);
		for (;;) {
			const next = await page.getNext(b24.getHttpClient(ApiVersion.v2));
			if (next === false) break;
			page = next;
			pages.push(page.getData()?.result.length);
		}
		expect(pages).toEqual([50, 50, 20]);
		expect(page.isMore()).toBe(false);
	});

	it('fails whole where the portal refuses it', async () => {
		const { v2 } = sdkClient(sandbox, { scopes: ['pull'] }).actions;
		await expect(v2.callList.make(lists)).rejects.toMatchObject({ code: 'insufficient_scope' });
	});
});
