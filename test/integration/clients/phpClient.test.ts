import { type Sandbox, startSandbox } from '../../../sandbox';
import { startEventReceiver } from '../sandbox/eventReceiver';
import { type Php, PHP_TIMEOUT_MS, startPhp } from './php';

jest.setTimeout(PHP_TIMEOUT_MS);

let php: Php;
let sandbox: Sandbox;

beforeAll(async () => {
	[php, sandbox] = await Promise.all([startPhp(), startSandbox()]);
});
afterAll(() => Promise.all([php.stop(), sandbox.stop()]));

const headers = { 'content-type': 'application/x-www-form-urlencoded' };

/** What PHP makes of the answer to a request whose form PHP has written; `$input` is its input. */
async function exchange(method: string, form: string, verdict: string, input: object = {}) {
	const told = { ...input, auth: sandbox.issueTokens().access_token };
	const body = (await php.ask(
		`return http_build_query(['auth' => $input['auth']] + ${form});`,
		told,
	)) as string;
	const response = await fetch(`${sandbox.url}/rest/${method}`, { method: 'POST', headers, body });
	const answer = { ...told, body: await response.text() };
	return php.ask(
		`$answer = json_decode($input['body'], true, 512, JSON_THROW_ON_ERROR); return ${verdict};`,
		answer,
	);
}

describe('a client in PHP', () => {
	it('gets true for a message whose numbers and truths arrive as texts, and whose null does not', async () => {
		const form = `['COMMAND' => 'x', 'USER_ID' => [5, 7], 'PARAMS' => [
			'n' => 5, 'f' => 0.1 + 0.2, 'yes' => true, 'no' => false, 'none' => null, 'empty' => [],
			'text' => "a+b &=#%[]\\0ä😀", 'list' => [['deep' => 'x'], 'y'], 'sparse' => [3 => 'z'],
		]]`;
		const verdict = `[$answer['result'] === true, array_keys($answer)]`;
		const answer = await exchange('pull.application.event.add', form, verdict);
		expect(answer).toEqual([true, ['result', 'time']]);
		expect(sandbox.realtimeEvents.at(-1)).toMatchObject({ receivers: [5, 7] });
		expect(sandbox.realtimeEvents.at(-1)?.params).toEqual({
			...{ n: '5', f: '0.3', yes: '1', no: '0', text: 'a+b &=#%[]\0ä😀' },
			...{ list: [{ deep: 'x' }, 'y'], sparse: { 3: 'z' } },
		});
	});

	it('reads back every sign of a record', async () => {
		const title = `"<b>it's</b>" & \\ / \u2028 ÄЖ😀`;
		const id = await exchange(
			'crm.lead.add',
			`['fields' => ['TITLE' => $input['title']]]`,
			`$answer['result']`,
			{ title },
		);
		const verdict = `$answer['result']['TITLE'] === $input['title'] && is_string($answer['result']['ID'])`;
		const form = `['id' => $input['id']]`;
		expect(await exchange('crm.lead.get', form, verdict, { id, title })).toBe(true);
	});

	it('finds an error by its keys', async () => {
		const verdict = `[$answer['error'], $answer['error_description'], isset($answer['time'])]`;
		expect(await exchange('event.bind', `['EVENT' => '']`, verdict)).toEqual([
			'ERROR_ARGUMENT',
			"Argument 'EVENT' is null or empty",
			false,
		]);
	});

	it('runs a batch of commands with queries of their own, referring to each other', async () => {
		const form = `['halt' => 0, 'cmd' => [
			'add' => 'crm.lead.add?' . http_build_query(['fields' => ['TITLE' => 'A & B # C']]),
			'get' => 'crm.lead.get?' . http_build_query(['id' => '$result[add]']),
			'bad' => 'crm.lead.get?' . http_build_query(['id' => 0]),
		]]`;
		const verdict = `[
			$answer['result']['result']['get']['TITLE'],
			array_keys($answer['result']['result']),
			array_keys($answer['result']['result_error']),
			$answer['result']['result_total'] === [],
		]`;
		const answer = await exchange('batch', form, verdict);
		expect(answer).toEqual(['A & B # C', ['add', 'get'], ['bad'], true]);
	});

	it('gets a list for a list of commands, and a map with a gap once the first fails', async () => {
		const verdict = `[
			array_is_list($answer['result']['result']), array_keys($answer['result']['result']),
		]`;
		const ask = (first: string) =>
			exchange('batch', `['cmd' => ['${first}', 'server.time', 'profile']]`, verdict);
		expect(await ask('server.time')).toEqual([true, [0, 1, 2]]);
		expect(await ask('no.such')).toEqual([false, [1, 2]]);
	});

	it('renews its tokens by GET', async () => {
		const { clientId, clientSecret } = sandbox.application;
		const query = (await php.ask(`return http_build_query($input);`, {
			grant_type: 'refresh_token',
			client_id: clientId,
			client_secret: clientSecret,
			refresh_token: sandbox.issueTokens().refresh_token,
		})) as string;
		const response = await fetch(`${sandbox.url}/oauth/token/?${query}`);
		const verdict = `$answer = json_decode($input, true); return [
			is_int($answer['expires']), is_int($answer['expires_in']), is_int($answer['user_id']),
			strlen($answer['access_token']) >= 32, $answer['status'],
		];`;
		expect(await php.ask(verdict, await response.text())).toEqual([true, true, true, true, 'L']);
	});
});

describe('an event handler in PHP', () => {
	it('has the event in $_POST as the portal meant it', async () => {
		const receiver = await startEventReceiver();
		const form = `['EVENT' => 'onCrmLeadAdd', 'HANDLER' => $input['handler']]`;
		await exchange('event.bind', form, '$answer', { handler: receiver.url });
		sandbox.raiseEvent('ONCRMLEADADD', { FIELDS: { ID: 5, NAME: 'ä b', LIST: ['x', 'y'] } });
		await sandbox.settle();
		await receiver.stop();
		const verdict = `parse_str($input['body'], $post); return [
			$post['event'], $post['data'],
			hash_equals($input['token'], $post['auth']['application_token']),
			ctype_digit($post['ts']) && ctype_digit($post['auth']['expires']),
		];`;
		const { applicationToken: token } = sandbox.application;
		const seen = await php.ask(verdict, { body: receiver.received[0]?.body, token });
		const data = { FIELDS: { ID: '5', NAME: 'ä b', LIST: ['x', 'y'] } };
		expect(seen).toEqual(['ONCRMLEADADD', data, true, true]);
	});
});
