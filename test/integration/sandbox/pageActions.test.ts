import { type Sandbox, startSandbox } from '../../../sandbox';
import { act, pageState, refusal } from './controlClient';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	sandbox = await startSandbox();
	receiver = await startEventReceiver();
});
afterEach(async () => {
	await sandbox.stop();
	await receiver.stop();
});

const post = (path: string, fields?: object) => act(sandbox, 'POST', path, fields);

describe('faults', () => {
	it.each([
		['tooManyRequests', 503],
		['operationTimeLimit', 429],
		['expiredToken', 401],
		['badGateway', 502],
		['internalError', 500],
		['disconnect', 0],
		['disconnectAfter', 0],
	])('end a request as %s with %i', async (kind, status) => {
		await post('faults', { kind });
		expect(await pageState(sandbox)).toMatchObject({ faultsLeft: 1 });
		await call(sandbox, 'profile').catch(() => undefined);
		expect(sandbox.requests.at(-1)?.status).toBe(status);
		expect(sandbox.faults.left).toBe(0);
	});

	it('hit only the method they are meant for', async () => {
		await post('faults', { kind: 'badGateway', method: 'crm.lead.list' });
		expect((await call(sandbox, 'profile')).status).toBe(200);
		expect((await call(sandbox, 'crm.lead.list')).status).toBe(502);
	});

	it('refuse commands, lose results and fail token requests', async () => {
		await post('faults/commands', { method: 'profile', error: 'ACCESS_DENIED', status: '403' });
		const refused = await call(sandbox, 'profile');
		expect([refused.status, refused.body.error]).toEqual([403, 'ACCESS_DENIED']);

		await post('faults/batch', { count: 1 });
		const lossy = await call(sandbox, 'batch', { cmd: { a: 'profile', b: 'profile' } });
		expect(Object.keys((lossy.body.result as { result: object }).result)).toEqual(['a']);

		await post('faults/tokens', { kind: 'wrongClient' });
		const tokens = await fetch(`${sandbox.url}/oauth/token/?grant_type=refresh_token`);
		expect(await tokens.json()).toMatchObject({ error: 'wrong_client' });
	});

	it('are forgotten when cleared', async () => {
		await post('faults', { kind: 'badGateway', count: 5 });
		await act(sandbox, 'DELETE', 'faults');
		expect(await pageState(sandbox)).toMatchObject({ faultsLeft: 0 });
	});
});

describe('limits and times', () => {
	it('change as the forms say, and are shown as they are', async () => {
		await post('rate-limit', { name: 'standard' });
		await post('operating-limit', { seconds: '480' });
		await post('latency', { requestMs: '5', commandMs: '1', tokenMs: '2' });
		await post('delivery-delay', { ms: '20' });
		expect(sandbox).toMatchObject({
			rateLimit: { burst: 50, perSecond: 2 },
			operatingLimit: { seconds: 480 },
			latency: { requestMs: 5, commandMs: 1 },
			tokenLatencyMs: 2,
			deliveryDelayMs: 20,
		});
		expect(await pageState(sandbox)).toMatchObject({
			settings: { rateLimit: 'standard', latency: { requestMs: 5, commandMs: 1 } },
			limits: { operatingLimitSeconds: 480, tokenLatencyMs: 2 },
			outgoing: { delayMs: 20 },
		});
		await post('operating-limit', { seconds: '0' });
		expect(sandbox.operatingLimit).toBeUndefined();
		sandbox.rateLimit = { burst: 7, perSecond: 1 };
		expect(await pageState(sandbox)).toMatchObject({ settings: { rateLimit: 'own' } });
	});

	it('hold deliveries back and let them go in either order', async () => {
		await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', handler: receiver.url });
		await post('deliveries/hold');
		expect(await pageState(sandbox)).toMatchObject({ outgoing: { holding: true, heldBack: 0 } });
		const ids = [await sandbox.createLead({}), await sandbox.createLead({})];
		expect(await pageState(sandbox)).toMatchObject({ outgoing: { heldBack: 2 } });
		await post('deliveries/release', { order: 'reversed' });
		await sandbox.settle();
		const received = receiver.received.map(({ body }) => new URLSearchParams(body));
		expect(received.map((body) => Number(body.get('data[FIELDS][ID]')))).toEqual(ids.reverse());
		expect(await pageState(sandbox)).toMatchObject({ outgoing: { holding: false } });
	});

	it('move the clock on, and change the plan and the queue server', async () => {
		await post('clock', { seconds: 3600 });
		await post('features', { name: 'rest_offline_extended', on: false });
		await post('pull-server', { enabled: false, mode: 'personal' });
		expect(await pageState(sandbox)).toMatchObject({
			clock: { aheadMs: 3_600_000 },
			features: { rest_offline_extended: false },
			queueServer: { enabled: false, mode: 'personal' },
			listeners: [],
		});
	});
});

describe('tokens and address', () => {
	it('ends the life of access tokens and refresh tokens', async () => {
		const tokens = sandbox.issueTokens();
		await post('expire-access-tokens');
		const refused = await call(sandbox, 'profile', {}, tokens.access_token);
		expect(refused.body.error).toBe('expired_token');
		await post('revoke-refresh-tokens');
		const { clientId, clientSecret } = sandbox.application;
		const query = new URLSearchParams({
			grant_type: 'refresh_token',
			client_id: clientId,
			client_secret: clientSecret,
			refresh_token: tokens.refresh_token,
		});
		const answer = await fetch(`${sandbox.url}/oauth/token/?${String(query)}`);
		expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
	});

	it('renames the portal and goes on at both addresses', async () => {
		const before = sandbox.url;
		const { result: renamed } = (await post('rename')).body;
		expect([(await pageState(sandbox)).url, sandbox.url]).toEqual([renamed, renamed]);
		for (const url of [before, sandbox.url]) expect((await fetch(url)).status).toBe(200);
	});
});

describe('applications', () => {
	const FORM = {
		name: 'Second',
		handlerPath: 'http://127.0.0.1:5678/callback',
		apiOnly: false,
		scopes: ['crm', 'pull'],
	};

	it('are installed, finished, saved again and removed', async () => {
		const { result: clientId } = (await post('applications', FORM)).body;
		const path = `applications/${String(clientId)}`;
		const found = () => sandbox.applications.find((known) => known.clientId === clientId);
		expect(found()).toMatchObject({ ...FORM, installed: false });
		await post(`${path}/finish`);
		expect(found()).toMatchObject({ installed: true });
		await post(`${path}/handler-path`, { handlerPath: 'http://127.0.0.1:1/other' });
		expect(found()).toMatchObject({ handlerPath: 'http://127.0.0.1:1/other', version: 1 });
		await post(path, { ...FORM, name: 'Renamed', apiOnly: true });
		expect(found()).toMatchObject({ name: 'Renamed', version: 2 });
		await post(`${path}/payment`, { expired: true });
		expect(found()).toMatchObject({ paymentExpired: true });
		await act(sandbox, 'DELETE', path);
		expect(found()).toBeUndefined();
	});
});

describe('rules and processes', () => {
	const rule = () => sandbox.addRule({ code: 'ask', handler: receiver.url, useSubscription: 'Y' });

	it('run a rule with values and show what comes back', async () => {
		sandbox.addRule({
			...rule(),
			properties: { amount: { name: 'Amount', type: 'int', required: true, multiple: false } },
			returnProperties: { ok: { name: 'Ok', type: 'bool', required: false, multiple: false } },
		});
		await post('rules/ask/run', { documentId: 'LEAD_1', properties: { amount: '7' } });
		const EVENT_TOKEN = sandbox.runs[0]?.eventToken;
		const answer = { EVENT_TOKEN, RETURN_VALUES: { ok: 'Y' }, LOG_MESSAGE: 'Decided' };
		await call(sandbox, 'bizproc.event.send', answer);
		const { runs } = (await pageState(sandbox)) as { runs: object[] };
		expect(runs).toMatchObject([
			{
				number: 1,
				code: 'ask',
				documentId: 'LEAD_1',
				state: 'completed',
				properties: { amount: '7' },
				returnedValues: { ok: 'Y' },
				log: ['Decided'],
			},
		]);
		await post('runs/1/state', { state: 'busy' });
		expect(sandbox.runs[0]?.state).toBe('busy');
	});

	it('put a rule on a stage, start a template and remove both', async () => {
		rule();
		await post('records/lead', { TITLE: 'Before' });
		const { result: id } = (
			await post('automations', { code: 'ask', documentType: 'LEAD', stage: 'IN_PROCESS' })
		).body;
		await post('templates/2/start', { documentId: 'LEAD_1' });
		expect(await pageState(sandbox)).toMatchObject({
			businessProcesses: [
				{ templateId: id, status: 'running' },
				{ templateId: 2, documentId: 'LEAD_1' },
			],
		});
		const running = sandbox.businessProcesses.find(({ templateId }) => templateId === id);
		await post(`business-processes/${running?.id ?? ''}/terminate`);
		expect(running?.status).toBe('terminated');
		await act(sandbox, 'DELETE', `templates/${String(id)}`);
		expect(await refusal(sandbox, 'DELETE', `templates/${String(id)}`)).toEqual([
			400,
			'There is no such template.',
		]);
	});
});

describe('the offline queue', () => {
	it('is shown with the marks of who took a row, and a row can be removed', async () => {
		await call(sandbox, 'event.bind', { event: 'ONCRMLEADADD', event_type: 'offline' });
		await sandbox.createLead({ TITLE: 'x' });
		await call(sandbox, 'event.offline.get', { clear: 0 });
		const { offlineEvents } = (await pageState(sandbox)) as { offlineEvents: Queue };
		expect(offlineEvents).toMatchObject({
			count: 1,
			newest: [{ eventName: 'ONCRMLEADADD', error: false }],
		});
		expect(offlineEvents.newest[0]?.processId).toHaveLength(32);
		await act(sandbox, 'DELETE', `offline-events/${offlineEvents.newest[0]?.id ?? ''}`);
		expect(await pageState(sandbox)).toMatchObject({ offlineEvents: { count: 0 } });
	});

	interface Queue {
		newest: Array<{ id: number; processId: string }>;
	}
});

describe('events', () => {
	it('are raised by name with data as typed', async () => {
		await call(sandbox, 'event.bind', { event: 'ONTASKADD', handler: receiver.url });
		await post('events', { event: 'ontaskadd', data: '{"FIELDS_AFTER":{"ID":5}}' });
		await sandbox.settle();
		expect(receiver.received[0]?.body).toContain('data%5BFIELDS_AFTER%5D%5BID%5D=5');
	});
});

it.each([
	['POST', 'faults', { kind: 'toString' }, 'There is no such fault.'],
	[
		'POST',
		'faults',
		{ kind: 'badGateway', count: 0 },
		'The number of times needs a whole number from 1 to 1000.',
	],
	['POST', 'faults/commands', { error: 'X' }, 'Name the method, such as crm.lead.get.'],
	['POST', 'rate-limit', { name: 'toString' }, 'There is no such rate limit.'],
	[
		'POST',
		'latency',
		{ requestMs: 'soon' },
		'The time of a request needs a whole number from 0 to 600000.',
	],
	['POST', 'clock', { seconds: -1 }, 'The clock needs a whole number from 1 to 1000000000.'],
	['POST', 'features', { name: 'toString' }, 'The plan knows no feature toString.'],
	['POST', 'signed-in', { userId: 8 }, 'Hugo Martin was fired and cannot sign in.'],
	['POST', 'signed-in', { userId: 77 }, 'There is no such user.'],
	['POST', 'events', { event: 'ONNOTHING' }, 'The portal has no event ONNOTHING.'],
	[
		'POST',
		'events',
		{ event: 'ONTASKADD', data: '5' },
		'The data needs to be a JSON object such as {"FIELDS":{"ID":1}}.',
	],
	['POST', 'applications', { scopes: ['magic'] }, 'There is no permission "magic".'],
	['DELETE', 'applications/none', undefined, 'There is no such application, or it was removed.'],
	['POST', 'rules/none/run', {}, 'There is no rule none.'],
	[
		'POST',
		'templates/1/start',
		{ documentId: 'LEAD_1' },
		'“Check the credit limit” runs on documents of the type DEAL.',
	],
	['POST', 'business-processes/none/terminate', {}, 'There is no such business process.'],
	['DELETE', 'offline-events/9', undefined, 'That row is no longer in the queue.'],
	['GET', 'requests/9', undefined, 'That request is no longer kept.'],
] as const)('refuses %s %s of %j in a sentence', async (method, path, fields, sentence) => {
	expect(await refusal(sandbox, method, path, fields)).toEqual([400, sentence]);
});
