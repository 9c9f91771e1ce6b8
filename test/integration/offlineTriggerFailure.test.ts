import type { INodeParameters } from 'n8n-workflow';

import { TEST_PROCESS_ID } from '../../nodes/Bitrix24/triggers/offline/preview';
import { ids, OfflinePortal, offlineTrigger } from './offlinePortal';
import type { HostKind, PollerInWorkflow } from './pollerInWorkflow';
import { connectedTo } from './storedCredential';

let portal: OfflinePortal;
beforeEach(async () => {
	portal = await OfflinePortal.start();
});
afterEach(async () => {
	await portal.stop();
});

/** As a portal answers that is overloaded for the moment. */
const OVERLOADED = { status: 401, body: { error: 'OVERLOAD_LIMIT' } };
/** As a portal answers whose user was locked out. */
const LOCKED_OUT = { status: 401, body: { error: 'user_access_error' } };

const QUIET = /^warn: Bitrix24 Offline Events Trigger: .+\. .+/;

/** The next so many calls of the method find the portal overloaded. */
function overload(count: number, method: string): void {
	portal.sandbox.faults.failNext(count, { ...OVERLOADED, method });
}

describe('A portal that cannot answer for the moment', () => {
	it('is only logged four times in a row, and told the fifth time', async () => {
		const trigger = await portal.published();
		for (let round = 0; round < 2; round += 1) {
			overload(5, 'batch');
			for (let n = 0; n < 4; n += 1) await trigger.poll();
			await expect(trigger.poll()).rejects.toThrow('overload');
			await trigger.poll();
		}
		expect(trigger.logged).toEqual(Array(8).fill(expect.stringMatching(QUIET)));
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('is told at once when the workflow is published', async () => {
		overload(1, 'batch');
		const trigger = portal.trigger();
		await expect(trigger.publish()).rejects.toThrow('overload');
		expect(trigger.logged).toEqual([]);
		await trigger.publish();
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('is told at once when the workflow is published again', async () => {
		const again = await portal.ended(await portal.published());
		overload(1, 'batch');
		await expect(again.publish()).rejects.toThrow('overload');
	});

	it.each([
		['overloaded', OVERLOADED],
		['closed to the user', LOCKED_OUT],
	])('does not end the publication once the events are bound: %s', async (_, fault) => {
		const trigger = await portal.ended(await portal.published());
		portal.sandbox.faults.failNext(1, { ...fault, method: 'event.offline.get' });
		await trigger.publish();
		expect(trigger.logged).toEqual([expect.stringMatching(QUIET)]);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});
});

describe.each<HostKind>(['in turn', 'side by side'])('At a restart of n8n (%s)', (host) => {
	const failure = async (fault: () => void) => {
		const trigger = (await portal.published()).afterCrash().in(host);
		fault();
		await trigger.restart();
		expect(trigger.logged).toEqual([expect.stringMatching(QUIET)]);
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
		return trigger;
	};

	it('nothing is thrown while the portal cannot be reached, and the next poll goes on', async () => {
		const trigger = await failure(() => {
			overload(1, 'batch');
		});
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('nothing is thrown where the portal refuses either, but at the next poll', async () => {
		const trigger = await failure(() => {
			portal.sandbox.faults.failNext(2, LOCKED_OUT);
		});
		await expect(trigger.poll()).rejects.toThrow('may not use the application');
	});

	it('nothing is thrown where the credential is not connected any more, but at the next poll', async () => {
		const credential = connectedTo(portal.sandbox);
		const trigger = (await portal.published({}, credential)).afterCrash().in(host);
		credential.data = { ...credential.data, oauthTokenData: {} };
		await trigger.restart();
		expect(trigger.logged).toEqual([expect.stringMatching(QUIET)]);
		await expect(trigger.poll()).rejects.toThrow('The credential is not connected to Bitrix24');
	});

	it('a form that cannot be used is told all the same, and nothing is unbound', async () => {
		const trigger = await portal.published();
		const restarted = trigger.afterCrash(offlineTrigger({ maxPerPoll: 0 })).in(host);
		await expect(restarted.restart()).rejects.toThrow('Maximum per Poll');
		expect(portal.bound).toEqual(['ONCRMLEADADD']);
	});

	it('the polls need no publication before them', async () => {
		const trigger = (await portal.published()).afterCrash().in(host);
		const [lead] = await portal.leads();
		expect(ids(await trigger.polled())).toEqual([lead]);
	});

	it('another start of the same process goes on with what is bound', async () => {
		const trigger = await portal.published();
		const [lead] = await portal.leads();
		await trigger.restart();
		expect(ids(trigger.items)).toEqual([lead]);
		expect(portal.methods.flat()).not.toContain('event.bind');
	});
});

it('A refusal that will not pass is told at once', async () => {
	const trigger = await portal.published();
	portal.sandbox.faults.failNext(1, LOCKED_OUT);
	await expect(trigger.poll()).rejects.toThrow('may not use the application');
	portal.sandbox.users.forEach((user) => (user.admin = false));
	await expect(trigger.poll()).rejects.toMatchObject({
		message: expect.stringContaining('administrator') as string,
	});
});

describe('A test in the editor', () => {
	const nothing = async (trigger: PollerInWorkflow, advice: RegExp) => {
		await expect(trigger.preview()).rejects.toThrow(advice);
	};

	it('shows the latest ten changes, the oldest first, and takes none', async () => {
		const trigger = await portal.published();
		const leads = await portal.leads(12);
		const items = await trigger.preview();
		expect(ids(items)).toEqual(leads.slice(2));
		expect(new Set(items.map(({ processId }) => processId))).toEqual(new Set([TEST_PROCESS_ID]));
		expect(portal.methods).toEqual(['event.offline.list']);
		expect(portal.queue).toEqual(leads.map((lead) => `${lead} waits`));
		expect(ids(await trigger.polled())).toEqual(leads);
	});

	it('shows what the published workflow has taken, too', async () => {
		const trigger = await portal.published({ options: { includeRecord: true } });
		const [lead] = await portal.leads();
		await trigger.poll();
		expect(await trigger.preview()).toMatchObject([
			{ id: lead, processId: TEST_PROCESS_ID, record: { ID: String(lead) } },
		]);
	});

	it('binds nothing, and says that the workflow has to be published first', async () => {
		const trigger = portal.trigger();
		await nothing(
			trigger,
			/^No change of the chosen events waits in Bitrix24\. Bitrix24 keeps changes from the moment on that the workflow is pub/,
		);
		expect(portal.bound).toEqual([]);
		expect(trigger.staticData).toEqual({});
	});

	it('says what to do where nothing has happened yet', async () => {
		await nothing(
			await portal.published(),
			/^No change of the chosen events waits in Bitrix24\. Let one of the events happen in Bitrix24/,
		);
	});

	it('looks with the source key', async () => {
		const trigger = await portal.published({ options: { authConnector: 'n8n' } });
		const [lead] = await portal.leads();
		expect(ids(await trigger.preview())).toEqual([lead]);
		await nothing(portal.trigger({ options: { authConnector: 'x' } }), /the workflow is published/);
	});

	it('does not disturb a poll, or wait for one', async () => {
		const trigger = await portal.published();
		await portal.leads();
		const [shown, polled] = await Promise.all([trigger.preview(), trigger.polled()]);
		expect([shown.length, polled.length]).toEqual([1, 1]);
	});

	it('says why where the portal refuses, or the credential is not connected', async () => {
		const credential = connectedTo(portal.sandbox, { userId: 3 });
		await expect(portal.trigger({}, credential).preview()).rejects.toThrow(/administrator/);
		credential.data = { ...credential.data, oauthTokenData: {} };
		await expect(portal.trigger({}, credential).preview()).rejects.toThrow('is not connected');
	});
});

type Tokens = Record<'access_token' | 'refresh_token', string>;

describe('No secret is told', () => {
	const forms: INodeParameters[] = [{}, { acknowledge: 'none' }];
	const faults = [
		LOCKED_OUT,
		{ status: 502, body: '<html>Bad Gateway</html>' },
		{ status: 400, body: { error: 'ERROR_CORE', error_description: 'Wrong' } },
		{ status: 200, body: 'no JSON' },
	];

	it.each(forms)(
		'in errors and logs, with %j',
		async (form) => {
			const credential = connectedTo(portal.sandbox);
			const trigger = await portal.published(form, credential);
			const told: string[] = [];
			const tell = (thrown: unknown) => {
				const { message, description } = thrown as { message: string; description?: string };
				told.push(message, description ?? '', JSON.stringify(thrown));
			};
			await portal.leads();
			for (const fault of faults) {
				for (const method of ['batch', 'event.offline.get']) {
					portal.sandbox.faults.failNext(1, { ...fault, method });
					await trigger.poll().catch(tell);
					portal.sandbox.faults.clear();
				}
				portal.sandbox.faults.failNext(1, fault);
				await trigger.preview().catch(tell);
			}
			portal.sandbox.faults.failNext(1, LOCKED_OUT);
			await trigger.deactivate().catch(tell);
			portal.sandbox.expireAccessTokens();
			portal.sandbox.revokeRefreshTokens();
			await trigger.poll().catch(tell);
			expect(told.length + trigger.logged.length).toBeGreaterThan(10);

			const { access_token, refresh_token } = credential.data.oauthTokenData as Tokens;
			const secrets = [access_token, refresh_token, portal.sandbox.application.clientSecret];
			expect(secrets.every((secret) => secret.length > 20)).toBe(true);
			for (const secret of secrets) {
				expect([...told, ...trigger.logged].join('\n')).not.toContain(secret);
			}
		},
		30_000,
	);
});
