import { app } from '@azure/functions';

app.setup({ enableHttpStream: false });

app.hook.appStart((context) => {
  context.hookData.seen = true;
  console.log('appStart hook');
});
app.hook.appTerminate(async () => {
  console.log('appTerminate hook');
});
app.hook.preInvocation((context) => {
  context.hookData.startedBy = 'preInvocation';
});
app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return;
  if (context.error) {
    context.error = null;
    context.result = { body: `recovered, ${context.hookData.startedBy}` };
  }
});
app.hook.log((context) => {
  context.message = context.message.replace('secret', '***');
});
