// The block in the editor: drawn by the server, with its words and its message at the side.
(function ({ blocks, blockEditor, components, element, i18n, serverSideRender }) {
  const { createElement: el, Fragment } = element;
  const { __ } = i18n;
  const { InspectorControls, useBlockProps } = blockEditor;
  const { Disabled, PanelBody, Placeholder, TextControl, TextareaControl } = components;

  function Edit({ attributes, setAttributes }) {
    const nothing = () => el(Placeholder, {
      icon: 'whatsapp',
      label: __('WhatsApp button', 'touchline'),
      instructions: __('Set the shop\'s WhatsApp number in Touchline\'s settings first.', 'touchline'),
    });
    return el(Fragment, null,
      el(InspectorControls, null, el(PanelBody, { title: __('Settings', 'touchline') },
        el(TextControl, {
          label: __('Words on the button', 'touchline'), value: attributes.label, onChange: (label) => setAttributes({ label }),
          __nextHasNoMarginBottom: true, __next40pxDefaultSize: true,
        }),
        el(TextareaControl, {
          label: __('Message', 'touchline'), value: attributes.message, onChange: (message) => setAttributes({ message }),
          help: __('Empty: the message of the settings.', 'touchline'), __nextHasNoMarginBottom: true,
        }))),
      el('div', useBlockProps(), el(Disabled, null,
        el(serverSideRender, { block: 'touchline/whatsapp', attributes, EmptyResponsePlaceholder: nothing }))));
  }

  blocks.registerBlockType('touchline/whatsapp', { edit: Edit, save: () => null });
})(window.wp);
