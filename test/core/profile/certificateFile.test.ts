import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { limits } from '../../../src/core/base/limits.ts';
import { certificatePath, readCertificateFile } from '../../../src/core/profile/certificateFile.ts';

const refused = { code: 'VNC_CERTIFICATE_INVALID' };

describe('the file of a certificate', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  it('is found from where the profile is written, and from the home folder', () => {
    const place = { folder: '/project', home: '/home/ada', foreign: true };
    assert.equal(certificatePath('tls/ca.pem', place), '/project/tls/ca.pem');
    assert.equal(certificatePath('~/ca.pem', place), '/home/ada/ca.pem');
    assert.equal(certificatePath('/etc/ca.pem', place), '/etc/ca.pem');
  });

  it('is on no file server that a workspace names', () => {
    const place = { folder: '/project', home: '/home/ada', foreign: true };
    for (const file of ['\\\\server\\share\\ca.pem', '//server/share/ca.pem'])
      assert.throws(() => certificatePath(file, place), refused);
    assert.equal(certificatePath('//server/ca.pem', { ...place, foreign: false }), '/server/ca.pem');
  });

  it('is read as text', async () => {
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, 'PEM');
    assert.equal(await readCertificateFile(file), 'PEM');
  });

  it('is a plain file of a sensible size', async () => {
    const long = path.join(folder, 'long.pem');
    await writeFile(long, '');
    await truncate(long, limits.certificateBytes + 1);
    for (const file of [long, folder, '/dev/zero', path.join(folder, 'none.pem')])
      await assert.rejects(readCertificateFile(file), refused);
  });
});
