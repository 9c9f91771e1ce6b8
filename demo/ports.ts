import getPort from 'get-port';

const HOST = '127.0.0.1';

/**
 * @param asked The port to use, 0 for any free one; undefined for the usual one, or any free one if that
 * is taken.
 * @throws If another program listens on the port that was asked for.
 */
export async function choosePort(asked: number | undefined, usual: number): Promise<number> {
	if (asked === 0) return await getPort({ host: HOST });
	const free = await getPort({ host: HOST, port: asked ?? usual });
	if (asked !== undefined && free !== asked) {
		throw new Error(`Another program uses port ${asked}. Choose another one, or 0 for any.`);
	}
	return free;
}
