import type { ICredentialDataDecryptedObject, NodeOperationError } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push } from './forms';
import { runAction } from './n8nCore';
import { connectedTo, StoredCredential } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

/** A credential that n8n cannot read any more. */
class DeletedCredential extends StoredCredential {
	override getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return Promise.reject(new Error('Credential with ID "7" does not exist for type "x".'));
	}
}

/** n8n hands the input on as if it had been sent where a node throws that is to continue on fail. */
describe('Where the node continues on fail, each item becomes an item with the error', () => {
	const cases: Array<[string, () => StoredCredential, object, RegExp]> = [
		[
			'the credential is not connected',
			() => new StoredCredential({ portal: sandbox.url, oauthTokenData: {} }),
			{},
			/^The credential is not connected to Bitrix24.* press Connect/,
		],
		['the credential was deleted', () => new DeletedCredential({}), {}, /does not exist/],
		[
			'the portal was changed without Connect',
			() => connectedTo(sandbox, {}, { portal: 'other.bitrix24.com' }),
			{},
			/^The credential names the portal other.bitrix24.com, but it is connected to 127/,
		],
		[
			'a request setting is wrong',
			() => connectedTo(sandbox),
			{ requestSettings: { maxWait: 'soon' } },
			/^Maximum Wait is not a number of 0 or more\. Correct it/,
		],
		[
			'the operation does not exist',
			() => connectedTo(sandbox),
			{ operation: 'sendTwice' },
			/^This version of the node has no operation "sendTwice"/,
		],
	];

	it.each(cases)('where %s', async (_, credential, form, message) => {
		const { items } = await runAction(credential(), {
			parameters: push({ ...form }),
			items: [{ n: 1 }, { n: 2 }, { n: 3 }],
			continueOnFail: true,
		});
		expect(items).toEqual(
			[0, 1, 2].map((item) => ({
				json: { error: expect.stringMatching(message) as string },
				pairedItem: { item },
			})),
		);
		expect(sandbox.requests).toEqual([]);
	});

	it.each(cases)('and otherwise the run fails: where %s', async (_, credential, form, message) => {
		const run = runAction(credential(), { parameters: push({ ...form }), items: [{}, {}] });
		const error = (await run.catch((thrown: unknown) => thrown)) as NodeOperationError;
		expect([error.message, error.description].filter(Boolean).join(' ')).toMatch(message);
		expect(sandbox.requests).toEqual([]);
	});
});
