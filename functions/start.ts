import { app } from '@azure/functions';
import { composition } from '../shared/compose.ts';

// A wrong setting or a broken provisioning.json stops the start here, with one message that names everything at once.
app.hook.appStart(() => {
  composition();
});
