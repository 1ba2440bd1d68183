"""Spanish orders."""

from __future__ import annotations

TARGETS = """
{Q}
{Q}
{L}
[el botón|el icono|el enlace|la pestaña|el menú|la opción|el elemento] {Q}
[el botón|el icono|el enlace|la pestaña|el menú|la opción] {L}
[el botón|el icono|el enlace] {Q} [abajo a la derecha|arriba a la izquierda|de la barra de herramientas|en el diálogo|junto a {Q}|a la izquierda de {Q}|debajo de {Q}]
[el engranaje|la lupa|la papelera|los tres puntos|el primer resultado|la última fila|el segundo enlace]
"""
FIELDS = """
[el campo|el cuadro de texto|la casilla|la caja de texto] {Q}
[el campo|el cuadro de texto|el campo de] {L}
{Q}
[la barra de búsqueda|la barra de direcciones|el buscador]
"""
CHECKBOXES = """
{Q}
[la casilla|la casilla de verificación|la opción|el interruptor] {Q}
[la casilla|la casilla de verificación|la opción] {L}
{L}
"""
LISTS = """
[la lista|el menú|la lista desplegable|el menú desplegable] {Q}
[la lista|el menú|la lista desplegable] {L}
"""
AREAS = """
[la lista|la página|la ventana|el documento|la tabla] {Q}
[la lista|la página|la ventana|el documento|la tabla]
"""
ARTICLES = ("el ", "la ", "los ", "las ")
ORDERS = {
    "click": """
        [haz|haga|hacer|dale|da] [clic|click] en {T}
        [pulsa|pulse|presiona|presione|pulsar|pincha] [en |]{T}
        [haz|haga] [clic|click] sobre {T}[| por favor]
        [abre|abra|abrir] {T}
        [clica|cliquea|toca] [en |]{T}
        """,
    "double-click": """
        [haz|haga|hacer] doble [clic|click] en {T}
        doble clic [en|sobre] {T}
        """,
    "right-click": """
        [haz|haga|hacer] [clic derecho|clic con el botón derecho] en {T}
        clic derecho [en|sobre] {T}
        """,
    "hover": """
        [pasa|pase|mueve|mueva|coloca|coloque|pon] [el ratón|el cursor|el puntero] [sobre|por encima de|encima de] {T}
        """,
    "type": """
        [escribe|escriba|escribir|introduce|introduzca|teclea|ingresa|ingrese] {X} en {F}
        [escribe|escriba|introduce|teclea|ingresa] {X}
        [rellena|rellene|completa] {F} con {X}
        [pon|mete] {X} en {F}
        """,
    "press": """
        [pulsa|pulse|presiona|presione|pulsar|presionar] {K}
        [pulsa|pulse|presiona|presione] [la tecla|las teclas] {K}
        [usa|utiliza] el atajo {K}
        """,
    "select": """
        [selecciona|seleccione|elige|elija|escoge|seleccionar] {O} [en|de] {D}
        [selecciona|seleccione|elige|elija|escoge] {O}
        [selecciona|elige] la opción {O}[| de {D}]
        """,
    "check": """
        [marca|marque|marcar|activa|active|activar|habilita] {C}
        """,
    "uncheck": """
        [desmarca|desmarque|desmarcar|desactiva|desactive|desactivar|deshabilita] {C}
        [quita|quite] la marca de {C}
        """,
    "drag": """
        [arrastra|arrastre|arrastrar|mueve|mueva] {S} [a|hasta|hacia|sobre] {E}
        [arrastra y suelta] {S} en {E}
        """,
    "scroll": """
        [desplázate|desplácese|desplaza|baja|haz scroll] {SC}
        [desplázate|desplaza] {SC} en {A}
        [desplaza|mueve] {A} {SC}
        """,
    "wait": """
        [espera|espere|esperar|aguarda] {W}
        [espera|espere|esperar] {WU}
        """,
}
DIRECTIONS = ("hacia abajo", "hacia arriba", "hasta el final", "a la derecha", "hasta abajo", "un poco hacia abajo", "hasta el principio")
DURATIONS = ("5 segundos", "un minuto", "dos segundos", "un momento", "3 s", "unos segundos")
AWAITED = ("a que aparezca {Q}", "hasta que cargue la página", "hasta que se vea {Q}", "a que se abra la ventana")
NEGATIVES = """
¿Dónde está {T}?
¿Está [visible|activado|seleccionado] {T}?
No [hagas clic|pulses] en {T}
[Reserva|Busca|Encuentra] [un vuelo a Madrid|un hotel|una receta|las noticias de hoy]
[Guarda|Cierra|Borra|Imprime|Abre] [el archivo|la ventana|el documento|todas las ventanas|un editor de texto]
[Hola|Gracias|Sí|No|Muchas gracias|Eso está mal|La ventana está abierta|¿Qué hora es?|¿Qué ves?]
Si aparece {T}, haz clic en {Q}
[Hice|He hecho] clic en {T}
[Escribe|Introduce|Ingresa] [tu contraseña|un texto|algo|tu nombre][| en el campo]
{T} está [desactivado|vacío|visible]
[Comprueba|Verifica|Asegúrate de] que {T} [está visible|aparece]
"""
COMPOUNDS = """
{P} y {P2}
{P}, luego {P2}
{P} y luego {P2}
{P}. Después, {P2}
{P} y pulsa Intro
"""
EXTRAS = ("ahora", "por favor,", "luego", "después", "primero", "a continuación,")
PURPOSES = (" para guardar los cambios", " para continuar", " para cerrar la ventana", " para abrir el menú", ", por favor")
