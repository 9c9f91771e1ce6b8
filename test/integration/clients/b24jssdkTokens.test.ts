import {
	type AuthData,
	type B24OAuthParams,
	RefreshTokenError,
	SdkError,
} from '@bitrix24/b24jssdk';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { sdkClient, type SdkClientOptions } from './sdkClient';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

/** A client, and every pair of tokens that it was given. */
function clientWithRenewals(options?: SdkClientOptions) {
	const b24 = sdkClient(sandbox, options);
	const renewals: Array<{ authData: AuthData; b24OAuthParams: B24OAuthParams }> = [];
	b24.setCallbackRefreshAuth((renewal) => {
		// The SDK goes on changing this object, so the state of now is kept.
		renewals.push(structuredClone(renewal));
		return Promise.resolve();
	});
	return { renewals, profile: () => b24.actions.v2.call.make({ method: 'profile' }) };
}

const statuses = () => sandbox.requests.map(({ status }) => status);
const answers = () => sandbox.tokenRequests.map(({ answer }) => answer);

describe('an expired access token of the official JavaScript SDK', () => {
	it('is refreshed by a form, the call repeated, and the new tokens reported', async () => {
		const { profile, renewals } = clientWithRenewals({ userId: 3 });
		sandbox.expireAccessTokens();
		expect((await profile()).getData()?.result).toMatchObject({ ID: '3' });
		expect(statuses()).toEqual([401, 200]);
		expect(sandbox.tokenRequests).toMatchObject([{ grantType: 'refresh_token', answer: 'ok' }]);
		expect(renewals).toHaveLength(1);
		expect(renewals[0]?.b24OAuthParams).toMatchObject({
			expiresIn: 3600,
			clientEndpoint: `${sandbox.url}/rest/`,
			serverEndpoint: `${sandbox.url}/rest/`,
			scope: sandbox.application.scopes.join(','),
			status: 'L',
		});
	});

	it('is refreshed again with the rotated refresh token', async () => {
		const { profile, renewals } = clientWithRenewals();
		for (let n = 0; n < 3; n += 1) {
			sandbox.expireAccessTokens();
			await profile();
		}
		expect(answers()).toEqual(['ok', 'ok', 'ok']);
		const rotated = renewals.map(({ b24OAuthParams }) => b24OAuthParams.refreshToken);
		expect(new Set(rotated).size).toBe(3);
	});

	it('is refreshed before the call where the SDK itself knows that its time is over', async () => {
		const { profile } = clientWithRenewals({ authOptions: { expires: 1 } });
		await profile();
		expect([statuses(), answers()]).toEqual([[200], ['ok']]);
	});

	it('is refreshed where the portal no longer knows it', async () => {
		const { profile } = clientWithRenewals({ authOptions: { accessToken: 'forgotten' } });
		await profile();
		expect([statuses(), answers()]).toEqual([[401, 200], ['ok']]);
	});

	it('is refreshed once by many calls at the same time', async () => {
		sandbox.tokenLatencyMs = 200;
		const { profile, renewals } = clientWithRenewals();
		sandbox.expireAccessTokens();
		const profiles = await Promise.all(Array.from({ length: 10 }, profile));
		expect(profiles.every(({ isSuccess }) => isSuccess)).toBe(true);
		expect([answers(), renewals.length]).toEqual([['ok'], 1]);
	});
});

describe('a refresh that fails', () => {
	const failing = async (options: SdkClientOptions = {}) => {
		const { profile, renewals } = clientWithRenewals(options);
		sandbox.expireAccessTokens();
		const error: unknown = await profile().catch((reason: unknown) => reason);
		expect(renewals).toEqual([]);
		return error instanceof Error ? { error, cause: originOf(error) } : undefined;
	};
	/** The SDK wraps what its authorization part threw. */
	const originOf = (error: Error): unknown =>
		error instanceof SdkError ? (error.originalError ?? error) : error;

	it('tells a used refresh token by its code', async () => {
		const failed = await failing({ authOptions: { refreshToken: 'used' } });
		expect(failed?.cause).toBeInstanceOf(RefreshTokenError);
		expect(failed?.cause).toMatchObject({ code: 'invalid_grant', status: 400 });
	});

	it('tells a wrong secret by its code', async () => {
		const failed = await failing({ clientSecret: 'wrong' });
		expect(failed?.cause).toMatchObject({ code: 'invalid_client', status: 400 });
	});

	it('tells an unknown client by the error in an answer with status 200', async () => {
		const failed = await failing({ oauthClientId: 'local.unknown' });
		expect(failed?.cause).toMatchObject({
			code: 'JSSDK_OAUTH_TOKEN_REFRESH_FAILED',
			message: 'Token update error: wrong_client',
		});
	});
});
