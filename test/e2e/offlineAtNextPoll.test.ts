import { expectNothingLost } from './reliability/expectNothingLost';

jest.setTimeout(20 * 60_000);

it('every change acknowledged at the next poll is processed, though n8n is killed at ten moments and answers break off', async () => {
	await expectNothingLost('nextPoll');
});
