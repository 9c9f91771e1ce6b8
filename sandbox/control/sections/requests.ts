import { integer } from '../../php/values';
import { expect, type Section } from '../action';
import { newest, numbered, shortened } from '../shown';

/** Characters of the parameters that the page shows of one request. */
const PARAMS_SHOWN = 100_000;

/** What was asked of the portal and of the authorization server. */
export const requestsSection: Section = {
	state: (portal) => ({
		requests: newest(portal.requests, portal.counters.requests).map((request) => ({
			...request,
			params: undefined,
		})),
		tokenRequests: newest(portal.tokenRequests, portal.counters.tokenRequests),
		counters: portal.counters,
	}),
	actions: [
		{
			httpMethod: 'GET',
			path: 'requests/:number',
			run: ({ portal, path }) => {
				const { requests, counters } = portal;
				const found = numbered(requests, integer(path.number), counters.requests);
				const { params } = expect(found, 'That request is no longer kept.');
				return { params: shortened(params, PARAMS_SHOWN) };
			},
		},
	],
};
