import { currentRestUrl, followsMove, newHost } from '../../../nodes/Bitrix24/transport/moved';

const CALL = { method: 'event.bind', params: {} };
let portals = 0;

/** A portal of its own for each case, since what has moved is remembered for the whole process. */
function portal(scheme = 'https') {
	const host = `old${portals++}.example.com`;
	return { restUrl: `${scheme}://${host}/rest/`, host };
}

function moves(connection: ReturnType<typeof portal>, location: unknown, status = 302): boolean {
	return followsMove({ status, headers: { location }, body: '' }, connection, CALL);
}

it.each(['/rest/event.bind', '/rest/event.bind.json'])(
	'follows a portal to the same call (%s) at its new address, for all calls to come',
	(path) => {
		const connection = portal();
		expect(moves(connection, `https://new.example.com${path}`)).toBe(true);
		expect(currentRestUrl(connection)).toBe('https://new.example.com/rest/');
		expect(newHost(connection)).toBe('new.example.com');
	},
);

it('follows a portal that moves twice', () => {
	const connection = portal();
	moves(connection, 'https://second.example.com/rest/event.bind');
	expect(moves(connection, 'https://third.example.com/rest/event.bind')).toBe(true);
	expect(newHost(connection)).toBe('third.example.com');
});

it('follows from an address without encryption to one without', () => {
	expect(moves(portal('http'), 'http://new.example.com/rest/event.bind')).toBe(true);
});

it.each([
	['to an address without encryption', 'http://new.example.com/rest/event.bind'],
	['to another path', 'https://new.example.com/login'],
	['to another method', 'https://new.example.com/rest/user.get'],
	['to a path that only ends alike', 'https://new.example.com/x/rest/event.bind'],
	['to another scheme', 'ftp://new.example.com/rest/event.bind'],
	['nowhere', undefined],
	['to what is no address', 'https://'],
	['within itself', '/rest/event.bind'],
])('does not take the token along %s', (_, location) => {
	const connection = portal();
	expect(moves(connection, location)).toBe(false);
	expect(currentRestUrl(connection)).toBe(connection.restUrl);
	expect(newHost(connection)).toBeUndefined();
});

it.each([200, 401, 503])('takes a status of %i for no move', (status) => {
	expect(moves(portal(), 'https://new.example.com/rest/event.bind', status)).toBe(false);
});
