import { OwnerMemory } from '../../../nodes/Bitrix24/rest/owner';
import type { Owner } from '../../../nodes/Bitrix24/rest/owner';

const owner = (user: string): Owner => ({ host: 'a.example', credential: 'c', user });
const NOW = 1_800_000_000_000;

/** How many of so many entries a memory still knows. */
function known(memory: OwnerMemory<number>, count: number, now: number): number {
	const users = Array.from({ length: count }, (_, n) => owner(`${n}`));
	return users.filter((user) => memory.get(user, '', now) !== undefined).length;
}

it('belongs to one owner, and to one topic of his', () => {
	const memory = new OwnerMemory<string>(1000);
	memory.set(owner('1'), 'his');
	memory.set(owner('1'), 'of the method', 'profile');
	expect(memory.get(owner('1'))).toBe('his');
	expect(memory.get(owner('1'), 'profile')).toBe('of the method');
	expect(memory.get(owner('2'))).toBeUndefined();
	expect(memory.get({ ...owner('1'), host: 'b.example' })).toBeUndefined();
	expect(memory.get({ ...owner('1'), credential: 'd' })).toBeUndefined();
});

it('ends after its time, or when it was told to end', () => {
	const memory = new OwnerMemory<number>(1000);
	memory.set(owner('1'), 1, '', NOW);
	memory.set(owner('2'), 2, '', NOW, NOW + 50);
	expect(memory.get(owner('1'), '', NOW + 999)).toBe(1);
	expect(memory.get(owner('1'), '', NOW + 1000)).toBeUndefined();
	expect(memory.get(owner('2'), '', NOW + 50)).toBeUndefined();
});

it('never holds more than a thousand entries: the oldest go', () => {
	const memory = new OwnerMemory<number>(1e9);
	for (let n = 0; n < 1500; n += 1) memory.set(owner(`${n}`), n, '', NOW);
	expect(known(memory, 1500, NOW)).toBe(1000);
	expect(memory.get(owner('499'), '', NOW)).toBeUndefined();
	expect(memory.get(owner('1499'), '', NOW)).toBe(1499);
});
