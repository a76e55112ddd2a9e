/** Whether a person should have an active Slack account, decided before any mapping. */
export type Entitlement =
  | { readonly entitled: true }
  | {
      readonly entitled: false;
      /** `NotEffectivelyEntitled` is Entra's name; the others say which of its virtual `IsSoftDeleted` causes holds. */
      readonly code:
        | 'NotEffectivelyEntitled'
        | 'OutOfScope'
        | 'AccountDisabled'
        | 'SoftDeleted'
        | 'HardDeleted'
        | 'MappedInactive';
      readonly reason: string;
    };
