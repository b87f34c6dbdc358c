import { describe, expect, it } from '@jest/globals';
import { onAws } from '../../../local/ops/on-aws.ts';

describe('npm run ops -- --aws', () => {
  it('says in one sentence that a stage was never deployed from here', async () => {
    await expect(onAws({ command: 'attention' }, 'nowhere')).rejects.toMatchObject({
      name: 'OpsError',
      message:
        'stage "nowhere" is not known here: .holdfast/nowhere.env, where its deploy leaves its names, does not exist',
    });
  });
});
