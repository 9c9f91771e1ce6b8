import { requestSettings } from '../../../nodes/Bitrix24/actions/requestSettings';

it.each([
	['nothing', {}, {}],
	['standard', { rateLimit: 'standard' }, { rateLimit: { burst: 50, perSecond: 2 } }],
	['enterprise', { rateLimit: 'enterprise' }, { rateLimit: { burst: 250, perSecond: 5 } }],
	['self-hosted', { rateLimit: 'none' }, { rateLimit: 'none' }],
	['custom', { rateLimit: 'custom', burst: 9 }, { rateLimit: { burst: 9, perSecond: 2 } }],
	['a wait', { maxWait: 5 }, { maxWaitMs: 5000 }],
])('reads %s', (_, given, expected) => {
	expect(requestSettings(given)).toEqual(expected);
});

it.each([
	[{ maxWait: -1 }, 'Maximum Wait is not a number of 0 or more.'],
	[{ rateLimit: 'custom', burst: 0 }, 'Requests at Once is not a number of 1 or more.'],
	[
		{ rateLimit: 'custom', perSecond: 'fast' },
		'Requests per Second is not a number of 0.01 or more.',
	],
	[{ rateLimit: 'warp' }, 'Rate Limit is not one of its choices.'],
])('refuses %j', (given, message) => {
	expect(() => requestSettings(given)).toThrow(message);
});
