import { readUrl } from '../../../nodes/Bitrix24/values/url';

it.each([
	['https://n8n.example.com/a?b=c', 'https://n8n.example.com/a?b=c'],
	['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
	['//elsewhere.example/x', 'https://elsewhere.example/x'],
	['no address', 'https://base.example/no%20address'],
])('reads %s', (text, href) => {
	expect(readUrl(text, 'https://base.example/')?.href).toBe(href);
});

it.each(['', 'n8n', 'https://', 'https://a b/'])('finds no address in %j', (text) => {
	expect(readUrl(text)).toBeUndefined();
});

it('reads an address with umlauts also after many others, which Node.js 20 does not by itself', () => {
	for (let n = 0; n < 300_000; n += 1) readUrl(`https://n8n.example.com/${n % 7}`);
	expect(readUrl('https://münchen.example/')).toBeDefined();
});
