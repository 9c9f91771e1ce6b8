import { AjaxError, ApiVersion, B24Hook, SdkError } from '@bitrix24/b24jssdk';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { sdkClient } from './sdkClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

/** What the call rejects with, as the SDK reads it. */
async function refusal(calling: Promise<unknown>): Promise<SdkError> {
	const reason: unknown = await calling.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(reason instanceof SdkError)) throw new Error(`Not refused: ${String(reason)}`);
	return reason;
}

describe('a call of the official JavaScript SDK', () => {
	it('is answered', async () => {
		const { v2 } = sdkClient(sandbox, { userId: 3 }).actions;
		const answer = await v2.call.make<{ ID: string }>({ method: 'profile' });
		expect(answer.isSuccess).toBe(true);
		expect(answer.getStatus()).toBe(200);
		expect(answer.getData()).toMatchObject({
			result: { ID: '3', ADMIN: false },
			time: { operating: 0, duration: expect.any(Number) as unknown },
		});
	});

	it('carries JSON, with the types of its values', async () => {
		const { v2 } = sdkClient(sandbox).actions;
		const params = { COMMAND: 'typed', PARAMS: { n: 5, yes: true, none: null, list: ['ä', 1.5] } };
		await v2.call.make({ method: 'pull.application.event.add', params });
		expect(sandbox.realtimeEvents).toMatchObject([{ command: 'typed', params: params.PARAMS }]);
	});

	it('comes by the address that its client_endpoint gives, with two slashes, and its tracing in the query', async () => {
		const b24 = sdkClient(sandbox);
		expect(b24.getTargetOriginWithPath().get(ApiVersion.v2)).toBe(`${sandbox.url}/rest/`);
		await b24.actions.v2.call.make({ method: 'profile', requestId: 'traced' });
		expect(sandbox.requests).toMatchObject([
			{ method: 'profile', status: 200, params: { bx24_request_id: 'traced' } },
		]);
	});

	it('knows an administrator by the profile, and the portal by its clock', async () => {
		const [administrator, employee] = [sdkClient(sandbox), sdkClient(sandbox, { userId: 3 })];
		await Promise.all([administrator.initIsAdmin(), employee.initIsAdmin()]);
		expect([administrator.auth.isAdmin, employee.auth.isAdmin]).toEqual([true, false]);
		expect(await administrator.tools.healthCheck.make()).toBe(true);
		expect(await administrator.tools.ping.make()).toBeGreaterThanOrEqual(0);
	});

	it.each([
		['profil', {}, 404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!'],
		['event.bind', {}, 400, 'ERROR_ARGUMENT', "Argument 'EVENT' is null or empty"],
		['pull.application.event.add', {}, 400, 'COMMAND_ERROR', 'Command format error'],
	])('of %s with %j fails with status %i, code %s and its text', async (...expected) => {
		const [method, params, status, code, message] = expected;
		const error = await refusal(sdkClient(sandbox).actions.v2.call.make({ method, params }));
		expect(error).toBeInstanceOf(AjaxError);
		expect([error.status, error.code, error.message]).toEqual([status, code, message]);
	});

	it('fails by the rights of its token', async () => {
		const { v2 } = sdkClient(sandbox, { userId: 3, scopes: ['pull'] }).actions;
		const narrow = await refusal(v2.call.make({ method: 'crm.lead.list' }));
		expect([narrow.status, narrow.code]).toEqual([401, 'insufficient_scope']);
		const offline = { EVENT: 'ONAPPTEST', EVENT_TYPE: 'offline' };
		const denied = await refusal(v2.call.make({ method: 'event.bind', params: offline }));
		expect([denied.status, denied.code]).toEqual([403, 'ACCESS_DENIED']);
		// Neither made it ask for new tokens.
		expect(sandbox.tokenRequests).toEqual([]);
	});
});

describe('an inbound webhook in the hands of the SDK', () => {
	// A hook of the SDK always uses https, whatever its settings; the axios client that it shows lets
	// the scheme of each request be put back.
	const hook = (address: string) => {
		const b24 = B24Hook.fromWebhookUrl(address.replace('http:', 'https:'), {
			restrictionParams: { maxRetries: 1 },
		});
		b24.getHttpClient(ApiVersion.v2).ajaxClient.interceptors.request.use((config) => ({
			...config,
			url: config.url?.replace('https:', 'http:'),
		}));
		return b24;
	};

	it('calls methods, but none that needs an application', async () => {
		const { v2 } = hook(sandbox.addInboundWebhook({ userId: 4, scopes: ['pull'] })).actions;
		const profile = await v2.call.make({ method: 'profile' });
		expect(profile.getData()?.result).toMatchObject({ ID: '4' });
		const params = { COMMAND: 'x' };
		const refused = await refusal(v2.call.make({ method: 'pull.application.event.add', params }));
		expect([refused.status, refused.code]).toEqual([403, 'WRONG_AUTH_TYPE']);
	});

	it('is refused with a wrong code', async () => {
		const { v2 } = hook(`${sandbox.url}/rest/1/nonsense/`).actions;
		const refused = await refusal(v2.call.make({ method: 'profile' }));
		expect([refused.status, refused.code]).toEqual([401, 'INVALID_CREDENTIALS']);
	});
});
