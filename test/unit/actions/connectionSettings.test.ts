import { getConnectionSettings } from '../../../nodes/Bitrix24/actions/realTimeEvent/getConnectionSettings.operation';
import { filled, leaving } from './filled';

const call = (options?: unknown) => getConnectionSettings.call(filled({ options }));

describe('the connection settings', () => {
	it('are asked for without parameters unless an option is opened', () => {
		expect(call({}).method).toBe('pull.application.config.get');
		expect(leaving(call({}))).toStrictEqual({});
		expect(leaving(call())).toStrictEqual({});
	});

	it.each([
		[{ useCache: true }, { CACHE: 'Y' }],
		[{ useCache: false }, { CACHE: 'N' }],
		[{ renewExpired: true }, { REOPEN: 'Y' }],
		[{ renewExpired: false }, { REOPEN: 'N' }],
		[
			{ useCache: false, renewExpired: false },
			{ CACHE: 'N', REOPEN: 'N' },
		],
	])('with the options %j leave as %j', (options, params) => {
		expect(leaving(call(options))).toStrictEqual(params);
	});

	it('may travel in a batch, since everything in them is text', () => {
		expect(call({}).alone).not.toBe(true);
	});

	it('come out as Bitrix24 gives them', () => {
		const settings = {
			server: { version: 4, long_pooling_secure: 'https://x/' },
			publicChannels: [],
		};
		expect(getConnectionSettings.output(settings, call({}))).toStrictEqual(settings);
	});

	it.each([null, true, [], 'text'])('are empty where Bitrix24 answers %j', (result) => {
		expect(getConnectionSettings.output(result, call({}))).toStrictEqual({});
	});

	it('say in the form and in the description that they are secret, and which of them', () => {
		const notice = getConnectionSettings.properties.find(({ type }) => type === 'notice');
		for (const part of ['channels.private', 'channels.shared', 'clientId', 'jwt']) {
			expect(notice?.displayName).toContain(part);
		}
		expect(getConnectionSettings.description).toContain('secret');
	});
});
