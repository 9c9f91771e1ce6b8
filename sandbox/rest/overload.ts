import type { HttpAnswer } from '../transmission';

/**
 * What the web server says when a worker has not answered in time: its own page, in the words of
 * nginx (docs/reference/bitrix24.md#gateway-timeout).
 */
export const GATEWAY_TIMEOUT: HttpAnswer = {
	status: 504,
	headers: { 'content-type': 'text/html' },
	body: [
		'<html>',
		'<head><title>504 Gateway Time-out</title></head>',
		'<body>',
		'<center><h1>504 Gateway Time-out</h1></center>',
		'<hr><center>nginx</center>',
		'</body>',
		'</html>',
		'',
	].join('\r\n'),
};

/** What a portal says that has too much to do (docs/reference/bitrix24.md#overload-body). */
export const OVERLOADED: HttpAnswer = {
	status: 500,
	headers: { 'content-type': 'text/plain' },
	body: 'Internal Server Error',
};
