import { type Sandbox, startSandbox } from '../../../sandbox';
import { type Answer, answerOf } from './restClient';

const ALL = ['bizproc', 'crm', 'pull', 'user'];
let sandbox: Sandbox;
let webhook: string;

beforeEach(async () => {
	sandbox = await startSandbox();
	webhook = sandbox.addInboundWebhook({ userId: 1, scopes: ALL });
});
afterEach(() => sandbox.stop());

const ask = async (method: string, address = webhook): Promise<Answer> =>
	answerOf(await fetch(`${address}${method}`));

const WRONG_TYPE = 'Current authorization type is denied for this method';
const APPLICATION_NEEDED = 'Access denied! Application context required';

// docs/reference/bitrix24.md#inbound-webhooks
describe('a method by an inbound webhook', () => {
	it.each([
		['events', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['event.bind', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['event.unbind', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['event.get', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['event.test', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		[
			'pull.application.event.add?COMMAND=x',
			'WRONG_AUTH_TYPE',
			'Get access to application config available only for application authorization.',
		],
		[
			'pull.application.config.get',
			'WRONG_AUTH_TYPE',
			'Get access to application config available only for application authorization.',
		],
		[
			'pull.application.push.add?TEXT=x&USER_ID=1',
			'WRONG_AUTH_TYPE',
			'Send push notifications available only for application authorization.',
		],
		['bizproc.robot.add', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['bizproc.robot.update', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['bizproc.robot.delete', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['bizproc.robot.list', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['bizproc.activity.add', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['bizproc.activity.list', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['event.offline.get', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['event.offline.list', 'WRONG_AUTH_TYPE', WRONG_TYPE],
		['app.option.get', 'ACCESS_DENIED', APPLICATION_NEEDED],
		['app.option.set', 'ACCESS_DENIED', APPLICATION_NEEDED],
	])('%s is refused with 403 %s', async (method, error, error_description) => {
		const { status, body } = await ask(method);
		expect([status, body]).toEqual([403, { error, error_description }]);
	});

	it.each([
		'profile',
		'scope',
		'methods',
		'method.get',
		'server.time',
		'user.current',
		'user.get',
		'batch',
	])('%s is allowed', async (method) => {
		expect((await ask(method)).status).toBe(200);
	});

	it('crm.lead.add works and causes events in the name of its owner', async () => {
		const { body } = await ask('crm.lead.add?fields[TITLE]=x');
		expect((await ask(`crm.lead.get?id=${Number(body.result)}`)).body.result).toMatchObject({
			TITLE: 'x',
			CREATED_BY_ID: '1',
		});
	});

	it('bizproc.event.send is allowed: the signed token is all it needs', async () => {
		sandbox.addRule({ code: 'rule', handler: `${sandbox.url}/nobody`, useSubscription: 'Y' });
		const { eventToken } = await sandbox.runRule('rule');
		for (const method of ['bizproc.activity.log', 'bizproc.event.send']) {
			const query = new URLSearchParams({ event_token: eventToken, log_message: 'x' });
			expect((await ask(`${method}?${query.toString()}`)).body.result).toBe(true);
		}
	});

	it('app.info answers its permissions and the plan', async () => {
		expect((await ask('app.info')).body.result).toEqual({
			SCOPE: ALL,
			LICENSE: expect.any(String) as unknown,
		});
	});
});

// docs/reference/bitrix24.md#inbound-webhooks
describe('who may call', () => {
	const INVALID = {
		error: 'INVALID_CREDENTIALS',
		error_description: 'Invalid request credentials',
	};
	const refusal = async (address: string) => {
		const { status, body } = await ask('profile', address);
		return [status, body];
	};

	it('the owner is named by number or by login', async () => {
		const byLogin = webhook.replace('/rest/1/', '/rest/alice@company.example/');
		expect((await ask('profile', byLogin)).body.result).toMatchObject({ ID: '1' });
		for (const other of ['2', 'boris@company.example', 'nobody']) {
			const address = webhook.replace('/rest/1/', `/rest/${other}/`);
			expect(await refusal(address)).toEqual([401, INVALID]);
		}
	});

	it('a wrong code, a fired owner and a webhook that is switched off are the same to it', async () => {
		expect(await refusal(`${sandbox.url}/rest/1/nonsense/`)).toEqual([401, INVALID]);
		const fired = sandbox.addInboundWebhook({ userId: 8 });
		expect(await refusal(fired)).toEqual([401, INVALID]);
		const [first] = sandbox.inboundWebhooks;
		if (first) first.active = false;
		expect(await refusal(webhook)).toEqual([401, INVALID]);
	});

	it('a missing permission is that of the webhook token', async () => {
		const narrow = sandbox.addInboundWebhook({ scopes: ['crm'] });
		expect(await ask('user.get', narrow)).toMatchObject({
			status: 401,
			body: {
				error: 'insufficient_scope',
				error_description:
					'The request requires higher privileges than provided by the webhook token',
			},
		});
	});
});
