/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 5678ba7ef51179ca8b941a8776b3c3fdbb897de8 */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Touchline_attribute, 0, 2, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, paths, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, model, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Touchline_sessionize, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, events, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Touchline_classify, 0, 2, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO(0, rules, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, subject, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, own, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Touchline_normalize_phone, 0, 2, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO(0, phone, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, country, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Touchline_pseudonym, 0, 3, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, value, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Touchline_Store___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Touchline_Store_open, 0, 1, Touchline\\Store, 0)
	ZEND_ARG_TYPE_INFO(0, dir, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_record, 0, 1, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, event, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_recordMany, 0, 1, IS_LONG, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, events, Traversable, MAY_BE_ARRAY, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_ingest, 0, 0, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, budgetMs, IS_LONG, 0, "0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_report, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, query, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Touchline_Store_rows, 0, 1, Iterator, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, query, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_export, 0, 4, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, query, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, file, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, format, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, progress, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, layout, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_journey, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, orderId, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, query, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_subject, 0, 2, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, value, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_erase, 0, 2, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, value, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_prune, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, beforeMs, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_rekey, 0, 2, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, people, Traversable, MAY_BE_ARRAY, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Store_state, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Touchline_Store_check arginfo_class_Touchline_Store_state

#define arginfo_class_Touchline_Rows___construct arginfo_class_Touchline_Store___construct

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Rows_current, 0, 0, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Touchline_Rows_key arginfo_class_Touchline_Rows_current

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Rows_next, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Touchline_Rows_rewind arginfo_class_Touchline_Rows_next

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Touchline_Rows_valid, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_FUNCTION(Touchline_attribute);
ZEND_FUNCTION(Touchline_sessionize);
ZEND_FUNCTION(Touchline_classify);
ZEND_FUNCTION(Touchline_normalize_phone);
ZEND_FUNCTION(Touchline_pseudonym);
ZEND_METHOD(Touchline_Store, __construct);
ZEND_METHOD(Touchline_Store, open);
ZEND_METHOD(Touchline_Store, record);
ZEND_METHOD(Touchline_Store, recordMany);
ZEND_METHOD(Touchline_Store, ingest);
ZEND_METHOD(Touchline_Store, report);
ZEND_METHOD(Touchline_Store, rows);
ZEND_METHOD(Touchline_Store, export);
ZEND_METHOD(Touchline_Store, journey);
ZEND_METHOD(Touchline_Store, subject);
ZEND_METHOD(Touchline_Store, erase);
ZEND_METHOD(Touchline_Store, prune);
ZEND_METHOD(Touchline_Store, rekey);
ZEND_METHOD(Touchline_Store, state);
ZEND_METHOD(Touchline_Store, check);
ZEND_METHOD(Touchline_Rows, __construct);
ZEND_METHOD(Touchline_Rows, current);
ZEND_METHOD(Touchline_Rows, key);
ZEND_METHOD(Touchline_Rows, next);
ZEND_METHOD(Touchline_Rows, rewind);
ZEND_METHOD(Touchline_Rows, valid);


static const zend_function_entry ext_functions[] = {
	ZEND_NS_FALIAS("Touchline", attribute, Touchline_attribute, arginfo_Touchline_attribute)
	ZEND_NS_FALIAS("Touchline", sessionize, Touchline_sessionize, arginfo_Touchline_sessionize)
	ZEND_NS_FALIAS("Touchline", classify, Touchline_classify, arginfo_Touchline_classify)
	ZEND_NS_FALIAS("Touchline", normalize_phone, Touchline_normalize_phone, arginfo_Touchline_normalize_phone)
	ZEND_NS_FALIAS("Touchline", pseudonym, Touchline_pseudonym, arginfo_Touchline_pseudonym)
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_Exception_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_StoreException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_EventException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_QueryException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_Store_methods[] = {
	ZEND_ME(Touchline_Store, __construct, arginfo_class_Touchline_Store___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Touchline_Store, open, arginfo_class_Touchline_Store_open, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(Touchline_Store, record, arginfo_class_Touchline_Store_record, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, recordMany, arginfo_class_Touchline_Store_recordMany, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, ingest, arginfo_class_Touchline_Store_ingest, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, report, arginfo_class_Touchline_Store_report, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, rows, arginfo_class_Touchline_Store_rows, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, export, arginfo_class_Touchline_Store_export, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, journey, arginfo_class_Touchline_Store_journey, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, subject, arginfo_class_Touchline_Store_subject, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, erase, arginfo_class_Touchline_Store_erase, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, prune, arginfo_class_Touchline_Store_prune, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, rekey, arginfo_class_Touchline_Store_rekey, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, state, arginfo_class_Touchline_Store_state, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Store, check, arginfo_class_Touchline_Store_check, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_Touchline_Rows_methods[] = {
	ZEND_ME(Touchline_Rows, __construct, arginfo_class_Touchline_Rows___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(Touchline_Rows, current, arginfo_class_Touchline_Rows_current, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Rows, key, arginfo_class_Touchline_Rows_key, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Rows, next, arginfo_class_Touchline_Rows_next, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Rows, rewind, arginfo_class_Touchline_Rows_rewind, ZEND_ACC_PUBLIC)
	ZEND_ME(Touchline_Rows, valid, arginfo_class_Touchline_Rows_valid, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_Touchline_Exception(zend_class_entry *class_entry_RuntimeException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "Exception", class_Touchline_Exception_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_RuntimeException);

	return class_entry;
}

static zend_class_entry *register_class_Touchline_StoreException(zend_class_entry *class_entry_Touchline_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "StoreException", class_Touchline_StoreException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Touchline_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Touchline_EventException(zend_class_entry *class_entry_Touchline_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "EventException", class_Touchline_EventException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Touchline_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Touchline_QueryException(zend_class_entry *class_entry_Touchline_Exception)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "QueryException", class_Touchline_QueryException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_Touchline_Exception);

	return class_entry;
}

static zend_class_entry *register_class_Touchline_Store(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "Store", class_Touchline_Store_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	return class_entry;
}

static zend_class_entry *register_class_Touchline_Rows(zend_class_entry *class_entry_Iterator)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "Touchline", "Rows", class_Touchline_Rows_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Iterator);

	return class_entry;
}
