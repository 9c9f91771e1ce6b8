import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push, realTimeEvent } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const oauth = (status: number, error: string, description: string) => ({
	status,
	body: { error, error_description: description },
});

it.each([
	[oauth(401, 'PAYMENT_REQUIRED', 'Subscription has been ended'), 'The paid or trial period of'],
	[
		oauth(401, 'NOT_INSTALLED', 'Application not installed'),
		'The application of this credential is',
	],
	[oauth(400, 'invalid_client', 'Invalid client'), 'The client secret of the credential is wrong.'],
	[oauth(400, 'invalid_grant', 'Invalid grant'), 'The connection to Bitrix24 is no longer valid.'],
	[oauth(403, 'invalid_scope', 'Given scope exceeds permissions'), 'The credential asks for more'],
	[oauth(200, 'wrong_client', 'Wrong client'), 'The access token of the credential has expired'],
	[
		{ status: 502, body: '<html>Bad Gateway</html>' },
		'The access token has expired, and renewing it did not succeed (status 502).',
	],
	[
		'disconnect' as const,
		'The access token has expired, and renewing it did not succeed (it broke the connection off).',
	],
])('a renewal refused with %j is told in plain words', async (answer, message) => {
	const credential = connectedTo(sandbox);
	sandbox.expireAccessTokens();
	sandbox.faults.failTokenRequests(9, answer);
	await expect(runAction(credential, { parameters: push() })).rejects.toThrow(message);
	expect(sandbox.pushes).toEqual([]);
});

describe('Secrets', () => {
	const faults: Array<[string, (secret: string) => void]> = [
		[
			'HTML',
			() => {
				sandbox.faults.failNext(9, { status: 500, body: '<html>' });
			},
		],
		[
			'no auth',
			() => {
				sandbox.faults.failNext(9, { status: 401, body: { error: 'NO_AUTH_FOUND' } });
			},
		],
		[
			'an unknown code',
			() => {
				sandbox.faults.failNext(9, { status: 400, body: { error: 'ODD' } });
			},
		],
		[
			'nothing',
			() => {
				sandbox.faults.failNext(9, { status: 200, body: '' });
			},
		],
		[
			'half an answer',
			() => {
				sandbox.faults.failNext(9, { truncate: true });
			},
		],
		[
			'a broken connection',
			() => {
				sandbox.faults.failNext(9, 'disconnect');
			},
		],
		[
			'a redirect with the token',
			(secret) => {
				const location = `http://user:${secret}@127.0.0.1:1/?auth=${secret}`;
				sandbox.faults.failNext(9, { status: 302, body: '', headers: { location } });
			},
		],
		[
			'a revoked refresh token',
			() => {
				sandbox.expireAccessTokens();
				sandbox.revokeRefreshTokens();
			},
		],
		[
			'a refused renewal',
			() => {
				sandbox.expireAccessTokens();
				sandbox.faults.failTokenRequests(
					9,
					oauth(401, 'PAYMENT_REQUIRED', 'Subscription has been ended'),
				);
			},
		],
		[
			'a broken authorization server',
			() => {
				sandbox.expireAccessTokens();
				sandbox.faults.failTokenRequests(9, 'disconnect');
			},
		],
	];

	it.each(faults)(
		'never appear in what a run shows (%s)',
		async (_, breakIt) => {
			const credential = connectedTo(sandbox, {}, { applicationToken: 'SECRET-application-token' });
			const { access_token: access = '', refresh_token: refresh = '' } = credential.data
				.oauthTokenData as Record<string, string>;
			const secrets = [
				sandbox.application.clientSecret,
				access,
				refresh,
				'SECRET-application-token',
			];
			breakIt(access);
			const runs = await Promise.all(
				[false, true].map((continueOnFail) =>
					runAction(credential, {
						parameters: realTimeEvent(),
						items: [{}, {}],
						continueOnFail,
					}).catch((error: unknown) => error),
				),
			);
			const shown = runs.map((run) => everything(run)).join('\n');
			expect(shown).toMatch(/message|error/);
			for (const secret of secrets) expect(shown).not.toContain(secret);
		},
		20_000,
	);
});

/** All text of a value, its hidden fields and causes included. */
function everything(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Object.getOwnPropertyNames(value)
		.map((name) => `${name}: ${everything((value as Record<string, unknown>)[name], seen)}`)
		.join('\n');
}
