import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { push } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.stop();
});

const count = () => sandbox.requests.length;

describe('A renamed portal', () => {
	it('is followed with the whole call, and the user is told', async () => {
		const credential = connectedTo(sandbox);
		const newUrl = await sandbox.rename();
		const { items, hints } = await runAction(credential, { parameters: push() });
		expect(items).toHaveLength(1);
		expect(sandbox.pushes).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				`^The portal now answers at ${new URL(newUrl).host}\\. Open the credential`,
			) as string,
		]);
		const before = count();
		await runAction(credential, { parameters: push() });
		expect(count() - before).toBe(1);
	});

	it('is followed by all calls that it meets at once', async () => {
		const credential = connectedTo(sandbox);
		await sandbox.rename();
		const runs = await Promise.all(
			Array.from({ length: 5 }, () => runAction(credential, { parameters: push() })),
		);
		expect(runs.flatMap(({ items }) => items.map(({ json }) => json))).toEqual(
			Array(5).fill({ success: true }),
		);
		expect(sandbox.pushes).toHaveLength(5);
	});

	it('that leads around in a circle is given up after three addresses', async () => {
		const other = await startSandbox();
		sandbox.faults.renamePortal(other.url);
		other.faults.renamePortal(sandbox.url);
		const run = runAction(connectedTo(sandbox), { parameters: push() });
		await expect(run).rejects.toThrow('The portal now answers at another address');
		expect(count() + other.requests.length).toBe(4);
		await other.stop();
	});
});
